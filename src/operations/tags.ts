import { xml } from '../schema/document';

/** A tag (标签). */
export interface Tag {
  /** At most 127 characters; letters, digits, spaces and `+ - = . _ : /`. */
  Key: string;
  /** At most 255 characters of the same kind. */
  Value: string;
}

export interface TagsParams {
  /** The tags, one or many. They replace all that are set. */
  Tags?: Tag | Tag[];
  /** The same parameter in an object. */
  Tagging?: {
    /** The tags. */
    Tags: Tag | Tag[];
  };
}

export interface TagsResult {
  /** Empty, and statusCode 404, where none are set. */
  Tags: Tag[];
}

export const tags = xml('Tagging', { Tags: 'TagSet.Tag[]' });
