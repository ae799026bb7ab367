// Tests that many requests share.

const shapes = require("./shapes.js");

/** The status, and the shape of the body if it has a name in shapes.js. */
function answered(status, shape) {
  test(`is answered ${status}`, () => {
    expect(res.getStatus(), JSON.stringify(res.getBody())).to.equal(status);
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
      expect(status, JSON.stringify(body)).to.equal(expected);
      if (status >= 400) {
        expect(body).to.have.jsonSchema(shapes.error);
        expect(body.code).to.equal(status);
      }
    });
  }
}

module.exports = { answered, corsHeaders, errorShape, others };
