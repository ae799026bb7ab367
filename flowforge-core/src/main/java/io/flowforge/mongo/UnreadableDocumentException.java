package io.flowforge.mongo;

/** A field of a document that is of another kind than any server writes. */
final class UnreadableDocumentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableDocumentException(String message) {
    super(message);
  }
}
