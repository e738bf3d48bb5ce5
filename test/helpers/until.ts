/** Waits, a moment at a time, for something that has no event of its own. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let rounds = 0; rounds < 500; rounds += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It never came to that.');
}
