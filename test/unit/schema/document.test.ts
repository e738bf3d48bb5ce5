import * as fc from 'fast-check';
import { decodeDocument, emptyOf, encodeDocument, xml, xmlUnder } from '../../../src/schema/document';

const tags = xml('Tagging', { Tags: 'TagSet.Tag[]' });
const cors = xml('CORSConfiguration', { Rules: ['Rule[]', { Origins: 'Origin[]', Max: 'MaxAge' }], Vary: '' });
const inventory = xmlUnder('Inventory', {
  Fields: 'OptionalFields.Field[]',
  Destination: ['', { Bucket: ['', { SSECOS: 'SSE-COS' }] }],
});

describe('encoding', () => {
  it('puts lists and renamed fields where the rules say', () => {
    expect(encodeDocument(tags, { Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }] })).toBe(
      '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag><Tag><Key>c</Key></Tag></TagSet></Tagging>',
    );
    expect(encodeDocument(cors, { Rules: [{ Origins: ['x', 'y'], Max: 5 }], Vary: true })).toBe(
      '<CORSConfiguration><Rule><Origin>x</Origin><Origin>y</Origin><MaxAge>5</MaxAge></Rule><Vary>true</Vary></CORSConfiguration>',
    );
  });

  it('takes the fields that the rules name, and all of a document under one name', () => {
    expect(encodeDocument(tags, { Bucket: 'b', Tags: [] })).toBe('<Tagging><TagSet></TagSet></Tagging>');
    expect(encodeDocument(inventory, { Bucket: 'b', Inventory: { Id: 1, Later: { Known: 'x' } } })).toBe(
      '<Inventory><Id>1</Id><Later><Known>x</Known></Later></Inventory>',
    );
  });

  it('accepts one where the wire has many, and names of the wire', () => {
    expect(encodeDocument(cors, { Rules: { Origin: 'x' } })).toBe(
      '<CORSConfiguration><Rule><Origin>x</Origin></Rule></CORSConfiguration>',
    );
  });

  it('leaves the parameters as they are', () => {
    const params = { Inventory: { Fields: ['a'], Destination: { Bucket: { SSECOS: '' } } } };
    const before = JSON.stringify(params);
    expect(encodeDocument(inventory, params)).toBe(
      '<Inventory><OptionalFields><Field>a</Field></OptionalFields><Destination><Bucket><SSE-COS></SSE-COS></Bucket></Destination></Inventory>',
    );
    expect(JSON.stringify(params)).toBe(before);
  });

  it.each([undefined, null, 'text', 5])('refuses %p as a whole document', (Inventory) => {
    expect(() => encodeDocument(inventory, { Inventory })).toThrow('Inventory should be an object.');
  });
});

describe('decoding', () => {
  it('has lists for no, one and many entries', () => {
    const tag = '<Tag><Key>a</Key></Tag>';
    expect(decodeDocument(tags, '<Tagging/>')).toEqual({ Tags: [] });
    expect(decodeDocument(tags, '<Tagging><TagSet/></Tagging>')).toEqual({ Tags: [] });
    expect(decodeDocument(tags, `<Tagging><TagSet>${tag}</TagSet></Tagging>`)).toEqual({ Tags: [{ Key: 'a' }] });
    expect(decodeDocument(tags, `<Tagging><TagSet>${tag}${tag}</TagSet></Tagging>`)).toEqual({
      Tags: [{ Key: 'a' }, { Key: 'a' }],
    });
  });

  it('renames within lists, and passes on what it does not know', () => {
    expect(
      decodeDocument(
        cors,
        '<CORSConfiguration><Rule><MaxAge>5</MaxAge><New>1</New></Rule><Other>2</Other></CORSConfiguration>',
      ),
    ).toEqual({ Rules: [{ Origins: [], Max: '5', New: '1' }], Other: '2' });
  });

  it('has a document under its name, and text where it is nothing else', () => {
    expect(decodeDocument(xmlUnder('Location'), '<Location>ap-guangzhou</Location>')).toEqual({
      Location: 'ap-guangzhou',
    });
    expect(decodeDocument(xmlUnder('Status'), '<Status>\n</Status>')).toEqual({ Status: {} });
    expect(decodeDocument(xmlUnder('Status', {}, 'Other'), '<Status><a>1</a></Status>')).toEqual({ Other: { a: '1' } });
  });

  it('takes a list with an empty entry', () => {
    expect(decodeDocument(cors, '<CORSConfiguration><Rule/></CORSConfiguration>')).toEqual({
      Rules: [{ Origins: [] }],
    });
  });

  it('has the same fields for a document that does not exist as for an empty one', () => {
    expect(emptyOf(tags)).toEqual({ Tags: [] });
    expect(emptyOf(inventory)).toEqual({ Inventory: { Fields: [] } });
  });

  it.each(['', 'OK', '<Other/>', '{"Tagging":{}}', '<Tagging><TagSet>'])('refuses %p', (text) => {
    expect(() => decodeDocument(tags, text)).toThrow();
  });
});

/** What callers may pass and get back: text in all places that the rules name. */
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[^ -\uD7FF]/g, ''));
const given = fc.record({
  Id: text,
  Fields: fc.array(text, { maxLength: 5 }),
  Destination: fc.record({ Bucket: fc.record({ SSECOS: text, Prefix: text }) }),
});

test('what is encoded is decoded', () => {
  fc.assert(
    fc.property(given, (Inventory) => {
      expect(decodeDocument(inventory, encodeDocument(inventory, { Inventory }))).toEqual({ Inventory });
    }),
  );
});
