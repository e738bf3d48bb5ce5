import { emptyOf, parseRule, type XmlDocument } from './document';
import { requireEntries } from './entries';
import type { HttpMethod } from './operation';

type Data = Readonly<Record<string, unknown>>;

/**
 * What the calls have in common that write, read and delete one configuration. Where COS answers one of
 * `noneCodes` for a configuration that does not exist, the result is an empty one.
 */
export function configuration(subresource: string, document?: XmlDocument, ...noneCodes: string[]) {
  const having = <Method extends HttpMethod, More>(method: Method, more: More) => ({ method, subresource, ...more });
  const encode = document && !document.under ? (params: object) => gatherList(document, { ...params }) : undefined;
  const recover: Record<string, Data> = {};
  if (document)
    noneCodes.forEach((code) => {
      recover[code] = emptyOf(document);
    });
  return {
    put: having('PUT', { body: document, encode }),
    get: having('GET', { result: document, recover }),
    delete: having('DELETE', {}),
  };
}

/** The list that a document holds: existing code gives it as itself, or in an object of the document's name. */
function gatherList({ root, rules }: XmlDocument, params: Data): Data {
  const [name = '', rule = ''] = Object.entries(rules)[0] ?? [];
  const wireName = parseRule(name, rule).steps.pop() ?? name;
  const inner: Data = { ...(params[root] as object | undefined) };
  return { ...inner, ...params, [name]: requireEntries(name, params[name], inner[name], inner[wireName]) };
}
