import { selectHeadersToSign } from '../../../src/sign/signed-headers';

describe('selectHeadersToSign', () => {
  it.each([
    'Host',
    'Origin',
    'Range',
    'Expect',
    'Expires',
    'Pic-Operations',
    'Content-MD5',
    'Content-Disposition',
    'Content-Encoding',
    'If-Match',
    'If-None-Match',
    'If-Modified-Since',
    'If-Unmodified-Since',
    'x-cos-acl',
    'X-COS-META-NAME',
    'x-cos-copy-source',
    'x-cos-sdk-retry',
    'x-ci-process',
  ])('signs %s', (name) => {
    expect(selectHeadersToSign({ [name]: 'value' })).toEqual({ [name]: 'value' });
  });

  it.each([
    'Content-Length',
    'Content-Type',
    'Cache-Control',
    'Transfer-Encoding',
    'Authorization',
    'Date',
    'User-Agent',
    'x-cos-security-token',
    'X-CI-Security-Token',
    'x-other',
    'my-host',
  ])('leaves %s out', (name) => {
    expect(selectHeadersToSign({ [name]: 'value' })).toEqual({});
  });

  it('leaves out what is empty, since it may not arrive at all', () => {
    expect(selectHeadersToSign({ 'x-cos-acl': '', 'x-cos-meta-a': '  ' })).toEqual({});
  });

  it('signs values as they arrive, without the spaces around them', () => {
    expect(selectHeadersToSign({ 'x-cos-meta-a': ' b c ' })).toEqual({ 'x-cos-meta-a': 'b c' });
  });
});
