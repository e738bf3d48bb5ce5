import ts from 'typescript';
import { bundler, ConsumerProject, node10, packageName } from '../package/consumer-project';

// A comment with a name stands before each word that is hovered over.
const typescriptCode = `
import COS, { CosError } from '${packageName}';
const cos = new COS({ /*getAuthorization*/getAuthorization: (_options, callback) => callback('') });
void cos./*getBucket*/getBucket({ Bucket: 'b-1', Region: 'r', /*Prefix*/Prefix: 'a/' }).then((listing) => listing./*CommonPrefixes*/CommonPrefixes);
void cos./*postObject*/postObject({ Bucket: 'b-1', Region: 'r', Key: 'k', FilePath: 'wxfile://f', /*onProgress*/onProgress: () => undefined });
cos./*getObjectUrl*/getObjectUrl({ Bucket: 'b-1', Region: 'r', Key: 'k' });
export const code = (error: CosError) => error./*isRetryable*/isRetryable;
`;
const javascriptCode = `
const COS = require('${packageName}');
const cos = new COS({ /*SecretId*/SecretId: 'id' });
cos./*putObject*/putObject({ Bucket: 'b-1', Region: 'r', Key: 'k', /*Body*/Body: 'text' }, (error, data) => data./*Location*/Location);
`;

const project = new ConsumerProject(['@types/node', 'undici-types']);
afterAll(() => project.remove());

/** Hovers over every marked word: its name -> the documentation that an editor shows. */
function hoverAll(fileName: string, text: string, options: ts.CompilerOptions): Map<string, string> {
  const service = project.openInEditor(fileName, text, options);
  const file = `${project.folder}/${fileName}`;
  const marks = [...text.matchAll(/\/\*(\w+)\*\//g)];
  return new Map(
    marks.map((mark) => {
      const info = service.getQuickInfoAtPosition(file, mark.index + mark[0].length);
      return [mark[1]!, ts.displayPartsToString(info?.documentation)];
    }),
  );
}

describe('what a user of the published types reads on hover', () => {
  const inTypescript = hoverAll('hover.ts', typescriptCode, { ...bundler, esModuleInterop: true });
  const inJavascript = hoverAll('hover.js', javascriptCode, { ...node10, ...project.nodeTypes });

  it.each([
    ['option', 'getAuthorization', /temporary keys/],
    ['operation', 'getBucket', /Lists .* objects/],
    ['parameter', 'Prefix', /begin with/],
    ['field of a result', 'CommonPrefixes', /Folders/],
    ['upload', 'postObject', /\w/],
    ['callback of an upload', 'onProgress', /\w/],
    ['method of its own', 'getObjectUrl', /URL/],
    ['field of the error', 'isRetryable', /succeed later/],
  ])('documents an %s in TypeScript (%s)', (_kind, name, expected) => {
    expect(inTypescript.get(name)).toMatch(expected);
  });

  it.each([
    ['option', 'SecretId', /key id/],
    ['upload', 'putObject', /\w/],
    ['parameter', 'Body', /\w/],
    ['field of a result', 'Location', /\w/],
  ])('documents an %s behind require in JavaScript (%s)', (_kind, name, expected) => {
    expect(inJavascript.get(name)).toMatch(expected);
  });

  it('documents every method of the client', () => {
    const service = project.openInEditor('complete.ts', `import COS from '${packageName}';\nnew COS({}).`, {
      ...bundler,
      esModuleInterop: true,
    });
    const file = `${project.folder}/complete.ts`;
    const position = ts.sys.readFile(file)!.length;
    const entries = service.getCompletionsAtPosition(file, position, undefined)?.entries ?? [];
    const undocumented = entries.filter(({ name, source, data }) => {
      const details = service.getCompletionEntryDetails(file, position, name, undefined, source, undefined, data);
      return ts.displayPartsToString(details?.documentation) === '';
    });
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['putObject', 'getBucket', 'options']));
    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });
});
