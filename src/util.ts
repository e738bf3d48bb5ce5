import { encodeBase64 } from './base/base64';
import { encodeUtf8 } from './base/utf8';
import { md5Hex } from './digest/md5';
import { readXml, type XmlElement } from './xml/read';
import { writeXml } from './xml/write';

/** `COS.util`: tools that code written for cos-wx-sdk-v5 uses. */
export const util = {
  /** MD5 of text (as UTF-8) or bytes, lower-case hex. */
  md5: (data: string | ArrayBuffer): string => md5Hex(data),
  /** XML text to plain data; all values are text. Throws where the XML is malformed. */
  xml2json: (xml: string): XmlElement => readXml(xml),
  /** Plain data to XML text; every key is a root element. */
  json2xml: (data: Record<string, unknown>): string =>
    Object.entries(data)
      .map(([name, value]) => writeXml(name, value))
      .join(''),
  /** Base64 of text (as UTF-8). */
  encodeBase64: (text: string): string => encodeBase64(encodeUtf8(text)),
};
