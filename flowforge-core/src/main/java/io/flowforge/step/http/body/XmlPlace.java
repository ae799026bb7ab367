package io.flowforge.step.http.body;

/** The places in an XML document where text may stand. */
enum XmlPlace {
  /** Between tags. */
  CONTENT,

  /** After the beginning of a tag or something like it, which is not known yet. */
  MARKUP,

  /** Within a tag: the name of an element or attribute, or between attributes. */
  TAG,

  /** Within the value of an attribute. */
  DOUBLE_QUOTED,
  SINGLE_QUOTED,

  CDATA,
  COMMENT,

  /** Within a processing instruction or the declaration. */
  INSTRUCTION,

  /** Within a document type declaration. */
  DOCTYPE
}
