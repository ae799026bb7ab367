package io.flowforge.pipeline.form.rule;

import com.fasterxml.jackson.databind.node.DecimalNode;
import java.io.Serial;
import java.math.BigDecimal;

/** A number whose text is what is stored: with its last zeros, and without an exponent. */
final class ExactDecimal extends DecimalNode {

  @Serial private static final long serialVersionUID = 1;

  ExactDecimal(BigDecimal value) {
    super(value);
  }

  @Override
  public String asText() {
    return decimalValue().toPlainString();
  }
}
