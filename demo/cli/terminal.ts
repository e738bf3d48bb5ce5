const isInteractive = process.stdout.isTTY;

const paint = (code: number, text: string): string => (isInteractive ? `\u001b[${code}m${text}\u001b[0m` : text);
export const green = (text: string): string => paint(32, text);
export const red = (text: string): string => paint(31, text);
export const dim = (text: string): string => paint(2, text);
export const bold = (text: string): string => paint(1, text);

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Columns that a text takes: Chinese characters are two wide. */
const widthOf = (text: string): number => Array.from(text).reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** One line per file: redrawn in a terminal, printed once at the end elsewhere. */
export class ProgressLine {
  constructor(private readonly label: string) {
    this.update(0);
  }

  update(percent: number): void {
    if (!isInteractive) return;
    const filled = Math.round(percent * 24);
    const bar = green('█'.repeat(filled)) + dim('░'.repeat(24 - filled));
    process.stdout.write(`\r\u001b[K  ${this.label} ${bar} ${Math.round(percent * 100)}%`);
  }

  end(text: string): void {
    if (isInteractive) process.stdout.write('\r\u001b[K');
    print(`  ${this.label} ${text}`);
  }
}
