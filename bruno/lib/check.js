// Tests that many requests share.

const shapes = require("./shapes.js");

/** The status, and the shape of the body if it has a name in shapes.js. */
function answered(status, shape) {
  test(`is answered ${status}`, () => {
    expect(res.getStatus(), excerpt(res.getBody())).to.equal(status);
  });
  if (shape) {
    test(`has the shape ${shape}`, () => expect(res.getBody()).to.have.jsonSchema(shapes[shape]));
  }
}

/** Browsers show an answer to the front end only with these, errors included. */
function corsHeaders() {
  if (bru.interpolate(req.getUrl()).startsWith(bru.getEnvVar("api"))) {
    test("may be read by the front end", () => {
      expect(res.getHeader("access-control-allow-origin")).to.equal(bru.getEnvVar("origin"));
    });
  }
}

/** Every error has one shape. */
function errorShape() {
  if (res.getStatus() >= 400) {
    test("has the shape error", () => {
      expect(res.getBody()).to.have.jsonSchema(shapes.error);
      expect(res.getBody().code).to.equal(res.getStatus());
    });
  }
}

/** What sendAsOthers got. */
function others() {
  for (const { caller, expected, status, body } of bru.getVar("others") ?? []) {
    test(`is answered ${expected} to ${caller}`, () => {
      expect(status, excerpt(body)).to.equal(expected);
      if (status >= 400) {
        expect(body).to.have.jsonSchema(shapes.error);
        expect(body.code).to.equal(status);
      }
    });
  }
}

/** Enough of a body to see what it is about. */
function excerpt(body) {
  const text = JSON.stringify(body) ?? "";
  return text.length > 200 ? `${text.slice(0, 200)} ...` : text;
}

module.exports = { answered, corsHeaders, errorShape, others };
