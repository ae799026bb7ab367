// The JSON that clients rely on, as JSON Schema: every property is required, and no other is allowed.

const text = { type: "string" };
const number = { type: "integer" };
const truth = { type: "boolean" };
const time = { type: "string", format: "date-time" };
const objectId = { type: "string", pattern: "^[0-9a-f]{24}$" };
const role = { enum: ["Owner", "Admin", "Member"] };
const requestStatus = { enum: ["Not Started", "Running", "Pending", "Failed", "Cancelled", "Completed"] };
const stepStatus = { enum: ["Not Started", "Running", "Failed", "Cancelled", "Completed"] };

const object = (properties) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const listOf = (items) => ({ type: "array", items });

const nothing = { type: "null" };
const error = { ...object({ message: text, code: number, details: listOf(text) }), required: ["message", "code"] };

const publicUser = object({
  user_id: text, name: text, identity_provider: text, created_on: time, deleted: truth,
});
const user = object({ ...publicUser.properties, email: text });
const ownMembership = object({ org_id: number, role, joined_on: time });
const profile = object({
  user_id: text, name: text, identity_provider: text, created_on: time, memberships: listOf(ownMembership),
});

const organization = object({ org_id: number, name: text, owner: text, created_on: time, deleted: truth });
const member = object({ ...publicUser.properties, role, joined_on: time });
const members = object({ org_id: number, members: listOf(member) });
const membership = object({ user_id: text, org_id: number, role, joined_on: time, deleted: truth });
const departure = object({ open_requests: object({ total_count: number, ids: listOf(objectId) }) });
const secret = object({
  name: text, hosts: listOf(text), version: number, created_on: time, updated_by: text, updated_on: time,
  last_used_on: { anyOf: [time, nothing] },
});
const secrets = object({ org_id: number, secrets: listOf(secret) });
const memberships = object({ user_id: text, memberships: listOf(ownMembership) });

const step = object({
  step_name: text, step_type: text, next_step_name: text, prev_step_name: text, parameters: { type: "object" },
  is_terminal_step: truth,
});
const field = object({
  name: text, title: text, description: text, type: { enum: ["input", "select", "checkboxes"] }, required: truth,
  placeholder: text, min_length: number, options: listOf(text), default: {},
});
const limit = { type: ["number", "string"] };
const ruled = {
  ...object({
    ...field.properties, format: { enum: ["number", "boolean", "date", "textarea"] }, pattern: text, min: limit, max: limit,
    max_length: number,
  }),
  required: Object.keys(field.properties),
};
const form = object({ fields: listOf(ruled) });
const pipeline = object({
  id: objectId, user_id: text, org_id: number, pipeline_name: text, pipeline_description: text, version: number,
  prev_version_id: { type: ["string", "null"] }, first_step_name: text, steps: listOf(step), created_on: time, form,
});

const version = {
  ...object({ ...pipeline.properties, newest_version_id: objectId, archived_on: time }),
  required: Object.keys(pipeline.properties),
};
const change = { ...object({ member: text, from: {}, to: {} }), required: ["member"] };
const parts = object({
  added: listOf(text), removed: listOf(text), changed: listOf(object({ name: text, members: listOf(change) })),
});
const reference = object({ id: objectId, version: number });
const diff = object({ from: reference, to: reference, members: listOf(change), steps: parts, fields: parts });

const stepType = object({ name: text, description: text, parameters: { type: "object" } });
const problem = {
  ...object({ pointer: text, message: text, cure: text, allowed_values: listOf(text) }),
  required: ["pointer", "message", "cure"],
};
const checked = object({
  valid: truth, problem_count: number, problems: listOf(problem), warning_count: number, warnings: listOf(problem),
});
const call = object({ method: text, url: text, headers: { type: "object" }, body: text, body_length: number });
const previewedStep = {
  ...object({ step_name: text, step_type: text, description: text, call, problem: text }),
  required: ["step_name", "step_type", "description"],
};
const preview = object({ pipeline_name: text, steps: listOf(previewedStep), omitted_steps: number });

const request = object({
  id: objectId, user_id: text, org_id: number, pipeline_id: objectId, pipeline_name: text, pipeline_version: number,
  status: requestStatus, created_on: time, last_updated: time, remarks: text, form_data: { type: "object" },
});
const requestPage = object({ data: listOf(request), metadata: object({ total_count: number }) });
const stepOfRequest = { name: text, status: stepStatus, updated_at: time, updated_by: text, next_step_name: text };
const stepState = {
  ...object({ ...stepOfRequest, rejected: { const: true } }),
  required: Object.keys(stepOfRequest),
};
const stepStates = { type: "object", additionalProperties: stepState, minProperties: 1 };
const requestDetails = object({
  service_request: request, steps: stepStates, first_step_name: text, pipeline: object({ name: text, form }),
});
const requestSteps = object({
  service_request_id: objectId, pipeline_id: objectId, pipeline_version: number, first_step_name: text,
  steps: stepStates,
});
const log = object({ step_name: text, logs: listOf(text), end_of_logs: truth, next_offset: number });
const run = object({ service_request_id: objectId, run: number, from_step: text, pipeline_id: objectId, pipeline_version: number });
const perhaps = (type) => ({ type: [type, "null"] });
const pastStep = object({ name: text, status: stepStatus, updated_at: time, updated_by: text, took_ms: perhaps("integer") });
const pastTransition = object({
  seq: number, run: number, transition: text, status: requestStatus, step_name: perhaps("string"), attempt: perhaps("integer"),
  updated_by: text, operator: text, updated_at: time, took_ms: perhaps("integer"), reason: perhaps("string"), steps: listOf(pastStep),
});
const history = object({
  service_request_id: objectId, run: number, transitions: listOf(pastTransition), has_earlier: truth, has_later: truth,
});

module.exports = {
  nothing, error, user, users: listOf(publicUser), profile, organization, organizations: listOf(organization), members,
  membership, departure, memberships, secret, secrets, pipeline, pipelines: listOf(pipeline),
  version, versions: listOf(version), diff, stepTypes: listOf(stepType), checked, preview, request, requestPage, requestDetails, requestSteps, log,
  run, history,
};
