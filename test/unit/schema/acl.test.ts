import { decodeAcl, uniqueGrants, type Grant } from '../../../src/schema/acl';

const owner = 'qcs::cam::uin/1:uin/1';
const other = 'qcs::cam::uin/1:uin/2';
const everyone = { URI: 'http://cam.qcloud.com/groups/global/AllUsers' };
const signedIn = { URI: 'http://cam.qcloud.com/groups/global/AuthenticatedUsers' };
const anyone = { ID: 'qcs::cam::anyone:anyone' };

const decode = (Grants: Grant[], headers: Record<string, string> = {}) =>
  decodeAcl({ headers }, { Owner: { ID: owner }, Grants });

describe('the preset', () => {
  it.each<[string, Grant[]]>([
    ['private', []],
    ['private', [{ Grantee: { ID: other }, Permission: 'FULL_CONTROL' }]],
    ['private', [{ Grantee: everyone, Permission: 'READ_ACP' }]],
    ['public-read', [{ Grantee: everyone, Permission: 'READ' }]],
    ['public-read', [{ Grantee: anyone, Permission: 'READ' }]],
    [
      'public-read-write',
      [
        { Grantee: anyone, Permission: 'READ' },
        { Grantee: anyone, Permission: 'WRITE' },
      ],
    ],
    ['public-read-write', [{ Grantee: everyone, Permission: 'FULL_CONTROL' }]],
    ['authenticated-read', [{ Grantee: signedIn, Permission: 'READ' }]],
  ])('is %s for %j', (preset, grants) => {
    expect(decode(grants).ACL).toBe(preset);
  });

  it('is what the header says, where there is one', () => {
    expect(decode([{ Grantee: everyone, Permission: 'READ' }], { 'x-cos-acl': 'default' }).ACL).toBe('default');
  });
});

describe('grants', () => {
  it('name each account once, and neither groups nor the owner', () => {
    const grants = [anyone, everyone, signedIn, { ID: owner }, { ID: other }, { ID: other }, { ID: 'third' }];
    const decoded = decode(grants.map((Grantee) => ({ Grantee, Permission: 'WRITE' })));
    expect(decoded.GrantWrite).toBe(`id="${other}",id="third"`);
    expect(decoded.GrantRead).toBe('');
  });

  it('name a group that is none of the known ones', () => {
    const Grantee = { URI: 'http://cam.qcloud.com/groups/global/LogDelivery' };
    expect(decode([{ Grantee, Permission: 'WRITE' }]).GrantWrite).toBe(`uri="${Grantee.URI}"`);
  });

  it('keep their order when they are tidied', () => {
    expect(uniqueGrants('id="b", id="a" ,id="b",,')).toBe('id="b",id="a"');
    expect(uniqueGrants('')).toBe('');
  });
});
