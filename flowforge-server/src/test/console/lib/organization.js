// Organizations and pipelines of tests. Each test file has an organization of its own, so that files do not disturb each other.

import { Api } from "./api.js";
import { person } from "./people.js";

/** An organization with Olga as its Owner, Ada as an Admin, and Mike and Mia as Members. */
export class Organization {
  /** @param {{org_id: number, name: string}} stored */
  constructor(stored) {
    this.id = stored.org_id;
    this.name = stored.name;
    this.owner = new Api("Olga");
    this.admin = new Api("Ada");
    this.member = new Api("Mike");
  }

  static async create(/** @type {string} */ name) {
    const owner = new Api("Olga");
    const organization = new Organization(await owner.post("/organization", { name }));
    await organization.add(person("Ada").id, "Admin");
    await organization.add(person("Mike").id, "Member");
    await organization.add(person("Mia").id, "Member");
    return organization;
  }

  /** Adds a member, or changes the role of one. */
  add(/** @type {string} */ userId, /** @type {"Admin" | "Member"} */ role) {
    return this.owner.post("/membership", { user_id: userId, org_id: this.id, role });
  }

  /** Returns a path of the console in this organization. */
  path(/** @type {string} */ path) {
    return `${path}${path.includes("?") ? "&" : "?"}org=${this.id}`;
  }

  /**
   * Creates a pipeline and returns it.
   * @param {{name: string, description?: string, steps: object[], fields?: object[]}} draft
   */
  pipeline(draft) {
    return this.admin.post("/pipeline", { org_id: this.id, ...document(draft) });
  }

  /**
   * Submits a request of Mike and returns it.
   * @param {{id: string}} pipeline
   * @param {object} formData
   */
  async submit(pipeline, formData = {}, { start = true, remarks = "", by = this.member } = {}) {
    const request = await by.post("/service_request", {
      pipeline_id: pipeline.id,
      org_id: this.id,
      form_data: formData,
      remarks,
    });
    if (start) {
      await by.put(`/service_request/${request.id}/start`);
    }
    return request;
  }

  /** Submits a request of Mike and waits until it has this status. */
  async submitUntil(
    /** @type {string} */ status,
    /** @type {{id: string}} */ pipeline,
    /** @type {object} */ formData = {},
    /** @type {{remarks?: string}} */ options = {},
  ) {
    const request = await this.submit(pipeline, formData, options);
    await this.reached(request.id, status);
    return request;
  }

  /** Waits until a request has this status. */
  async reached(/** @type {string} */ requestId, /** @type {string} */ status) {
    const end = Date.now() + REACH_MS;
    for (;;) {
      const { service_request: request } = await this.admin.get(`/service_request/${requestId}`);
      if (request.status === status) {
        return;
      }
      if (Date.now() > end) {
        throw new Error(`request ${requestId} is ${request.status} rather than ${status}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  delete() {
    return this.owner.delete("/organization", { org_id: this.id });
  }
}

const REACH_MS = 30_000;
const POLL_MS = 50;

/**
 * Returns the document of a pipeline.
 * @param {{name: string, description?: string, steps: any[], fields?: object[]}} draft
 */
export function document({ name, description = "", steps, fields = [] }) {
  return {
    pipeline_name: name,
    pipeline_description: description,
    first_step_name: steps[0].step_name,
    steps: steps.map((step, i) => ({
      ...step,
      prev_step_name: steps[i - 1]?.step_name ?? "",
      next_step_name: steps[i + 1]?.step_name ?? "",
      is_terminal_step: i === steps.length - 1,
    })),
    form: { fields },
  };
}

/** A step that waits for an approval. */
export function approval(name = "Approval") {
  return { step_name: name, step_type: "WAIT_FOR_APPROVAL", parameters: {} };
}

/** A step that calls a URL. */
export function call(
  /** @type {string} */ name,
  /** @type {string} */ url,
  /** @type {Record<string, unknown>} */ data = {},
) {
  return { step_name: name, step_type: "API", parameters: { method: "POST", url, data } };
}

/** A field for a line of text. */
export function input(/** @type {string} */ name, /** @type {string} */ title, /** @type {object} */ rules = {}) {
  return { name, title, type: "input", required: true, ...rules };
}
