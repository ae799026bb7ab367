// Tests that many requests share.

const shapes = require("./shapes.js");

/** Tests the status code, and the body against a shape of shapes.js. */
function answered(status, shape) {
  test(`returns ${status}`, () => {
    expect(res.getStatus(), excerpt(res.getBody())).to.equal(status);
  });
  if (shape) {
    test(`has the shape ${shape}`, () => expect(res.getBody()).to.have.jsonSchema(shapes[shape]));
  }
}

/** Browsers let the front end read a response, even an error, only with these headers. */
function corsHeaders() {
  if (bru.interpolate(req.getUrl()).startsWith(bru.getEnvVar("api"))) {
    test("can be read by the front end", () => {
      expect(res.getHeader("access-control-allow-origin")).to.equal(bru.getEnvVar("origin"));
    });
  }
}

/** All errors have the same shape. */
function errorShape() {
  if (res.getStatus() >= 400) {
    test("has the shape error", () => {
      expect(res.getBody()).to.have.jsonSchema(shapes.error);
      expect(res.getBody().code).to.equal(res.getStatus());
    });
  }
}

/** Tests the responses that sendAsOthers recorded. */
function others() {
  for (const { caller, expected, status, body } of bru.getVar("others") ?? []) {
    test(`returns ${expected} to ${caller}`, () => {
      expect(status, excerpt(body)).to.equal(expected);
      if (status >= 400) {
        expect(body).to.have.jsonSchema(shapes.error);
        expect(body.code).to.equal(status);
      }
    });
  }
}

/** Returns the beginning of a body, for messages. */
function excerpt(body) {
  const text = JSON.stringify(body) ?? "";
  return text.length > 200 ? `${text.slice(0, 200)} ...` : text;
}

module.exports = { answered, corsHeaders, errorShape, others };
