import { readXml } from '../../../src/xml/read';

const count = 1000;

/** Keys that listings of real buckets hold, and that are easily changed on their way. */
const awkwardKeys = [
  '图片/二〇二四年/第 1 张.jpg',
  ' begins and ends with a space ',
  'a & b <c> "d" \'e\'',
  '&amp; written out',
  '&#10; written out',
  'tab\tand\r\nline ends',
  '😀/𠀀.png',
  '100%/%41+b',
  'Ünïcödé',
];

const escapeXml = (text: string) => text.replace(/[&<>"'\r\n\t]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`);

describe('values', () => {
  it('stay text', () => {
    expect(readXml('<a><b>0</b><c>true</c><d>1e3</d><e/><f>007</f></a>')).toEqual({
      a: { b: '0', c: 'true', d: '1e3', e: '', f: '007' },
    });
  });

  it('are decoded once', () => {
    expect(readXml('<a>&amp;lt; &amp;amp; &lt;b&gt; &quot;&apos; &#20013;&#x6587; &#128512;</a>')).toEqual({
      a: '&lt; &amp; <b> "\' 中文 😀',
    });
  });

  it('are decoded once where `&` is a reference itself', () => {
    expect(readXml('<a>&#38;amp; &#x26;#10; &amp;#38;</a>')).toEqual({ a: '&amp; &#10; &#38;' });
  });

  it('are refused where a reference is no character', () => {
    expect(() => readXml('<a>&#x110000;</a>')).toThrow();
  });

  it('may be control characters, as references', () => {
    expect(readXml('<a>&#1;&#9;&#10;&#13;&#x1F;</a>')).toEqual({ a: '\u0001\t\n\r\u001F' });
  });

  it('keep their spaces, while those between elements are dropped', () => {
    expect(readXml('\uFEFF<?xml version="1.0"?>\n<a>\n  <k> x </k>\n  <k> </k>\n  <l/>\n</a>\n')).toEqual({
      a: { k: [' x ', ' '], l: '' },
    });
  });

  it('leave attributes and comments out', () => {
    expect(readXml('<a x:y="1"><!-- <b> --><c d="2">3</c><e><![CDATA[<f>&amp;]]></e></a>')).toEqual({
      a: { c: '3', e: '<f>&amp;' },
    });
  });
});

describe('a listing of 1,000 objects', () => {
  const keys = Array.from({ length: count }, (_, index) => `${awkwardKeys[index % awkwardKeys.length]!}${index} `);
  const text = `<?xml version='1.0' encoding='utf-8' ?>\n<ListBucketResult>\n${keys
    .map(
      (key) =>
        `\t<Contents><Key>${escapeXml(key)}</Key><ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag></Contents>\n`,
    )
    .join('')}</ListBucketResult>`;

  it('has all keys as they are', () => {
    const { ListBucketResult } = readXml(text) as { ListBucketResult: { Contents: { Key: string; ETag: string }[] } };
    expect(ListBucketResult.Contents.map(({ Key }) => Key)).toEqual(keys);
    expect(ListBucketResult.Contents[999]!.ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
  });

  it.each([0.1, 0.5, 0.9, 0.999])('is refused when it was cut after %d of its length', (part) => {
    expect(() => readXml(text.slice(0, Math.floor(text.length * part)))).toThrow();
  });
});

describe('text that is not well-formed is refused', () => {
  it.each([
    ['no end', '<a><b>1</b>'],
    ['cut within an element', '<a><b>1'],
    ['cut within a tag', '<a><b>1</b></a'],
    ['the wrong end', '<a><b>1</c></a>'],
    ['an end that is missing', '<a><b>1</a>'],
    ['an end too many', '<a>1</a></a>'],
    ['a bare <', '<a>1 < 2</a>'],
    ['a login page', '<html><body>Log in<br></body></html>'],
  ])('%s', (_name, text) => {
    expect(() => readXml(text)).toThrow();
  });
});

describe('hostile XML', () => {
  it('cannot define entities', () => {
    const bomb =
      '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;">]>';
    expect(() => readXml(`${bomb}<a>&d;</a>`)).toThrow('document type');
    expect(() => readXml(`<?xml version="1.0"?>\n<!doctype a SYSTEM "file:///etc/passwd"><a/>`)).toThrow(
      'document type',
    );
  });

  it('has unknown entities as they are written', () => {
    expect(readXml('<a>&unknown;</a>')).toEqual({ a: '&unknown;' });
  });

  it.each([1000, 100000])('with %d elements in each other is refused', (depth) => {
    expect(() => readXml('<a>'.repeat(depth) + '</a>'.repeat(depth))).toThrow('nested');
  });

  it('does not reach the prototype of objects', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
    const text = `<a>${names.map((name) => `<${name}><polluted>yes</polluted></${name}>`).join('')}</a>`;
    const { a } = readXml(text) as { a: Record<string, unknown> };
    expect(Object.getPrototypeOf(a)).toBe(Object.prototype);
    expect(Object.keys(a)).toEqual(names.map((name) => `_${name}`));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('may have such a name as its root', () => {
    expect(Object.keys(readXml('<__proto__><x>1</x></__proto__>'))).toEqual(['___proto__']);
  });
});
