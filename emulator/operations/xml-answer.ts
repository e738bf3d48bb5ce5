import type { Answer } from '../server/call';
import { writeXml, type XmlTree } from '../xml/write';

export function xmlAnswer(root: string, tree: XmlTree, headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/xml', ...headers }, body: writeXml(root, tree) };
}
