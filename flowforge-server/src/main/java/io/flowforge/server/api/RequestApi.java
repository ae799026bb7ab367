package io.flowforge.server.api;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.identity.Caller;
import io.flowforge.request.NewRequest;
import io.flowforge.request.RequestChange;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.action.Requests;
import io.flowforge.request.history.HistoryRange;
import io.flowforge.request.key.SubmissionKey;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.retry.WantedRetry;
import io.flowforge.server.api.RequestJson.DetailsJson;
import io.flowforge.server.api.RequestJson.LogJson;
import io.flowforge.server.api.RequestJson.PageJson;
import io.flowforge.server.api.RequestJson.StepsJson;
import io.flowforge.server.api.run.HistoryJson;
import io.flowforge.server.api.run.RunJson;
import io.flowforge.server.api.submission.RequestHeaders;
import io.flowforge.server.api.submission.Submission;
import io.flowforge.server.http.Callers;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.json.ExactNumbers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Service requests: submitting, changing, deciding and reading them. */
public final class RequestApi implements HttpService {

  private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");

  private final Requests requests;
  private final JsonBodies json;

  public RequestApi(Requests requests, JsonBodies json) {
    this.requests = requests;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules)
        .post("/service_request", this::create)
        .get("/service_request", this::listOwn)
        .get("/service_request/admin", this::listAll)
        .get("/service_request/{id}", this::get)
        .patch("/service_request/{id}", this::change)
        .put("/service_request/{id}/start", this::start)
        .put("/service_request/{id}/retry", this::retry)
        .put("/service_request/{id}/cancel", this::cancel)
        .put("/service_request/{id}/approve", this::approve)
        .put("/service_request/{id}/reject", this::reject)
        .get("/service_request/{id}/steps", this::steps)
        .get("/service_request/{id}/history", this::history)
        // A step name can contain slashes.
        .get("/service_request/{id}/logs/{+stepName}", this::log)
        .refuseOtherMethods();
  }

  /** The request body of a change; absent fields stay as they are. */
  record Amendment(
      @JsonDeserialize(using = ExactNumbers.class) @Nullable ObjectNode formData,
      @Nullable String remarks) {}

  /** The optional request body of a rejection. */
  record Rejection(@Nullable String remarks) {

    static final Rejection WITHOUT_REMARKS = new Rejection(null);
  }

  /** The optional request body of a retry. */
  record Retry(@Nullable String fromStep, @Nullable String pipelineId) {

    static final Retry OF_FAILED_STEP = new Retry(null, null);
  }

  private void create(ServerRequest request, ServerResponse response) {
    Caller.Person caller = Callers.personOf(request);
    Submission body = json.read(request, Submission.class);
    Optional<SubmissionKey> key =
        RequestHeaders.text(request, IDEMPOTENCY_KEY)
            .map(text -> SubmissionKey.of(text, json.tree(body)));
    RequestSubmission submission = requests.submission();
    NewRequest submitted =
        body.from() == null
            ? body.checked()
            : submission.copyOf(caller, body.original(), body.remarks(), body.pipelineVersion());
    body.requireOrganization(submitted.orgId());
    RequestSubmission.Submitted made = submission.create(caller, submitted, key.orElse(null));
    json.send(
        response,
        made.isNew() ? Status.CREATED_201 : Status.OK_200,
        RequestJson.of(made.request()));
  }

  private void listOwn(ServerRequest request, ServerResponse response) {
    json.send(
        response,
        PageJson.of(requests.reading().listOwn(Callers.personOf(request), query(request))));
  }

  private void listAll(ServerRequest request, ServerResponse response) {
    json.send(
        response, PageJson.of(requests.reading().listAll(Callers.of(request), query(request))));
  }

  private void get(ServerRequest request, ServerResponse response) {
    json.send(response, DetailsJson.of(details(request)));
  }

  private void change(ServerRequest request, ServerResponse response) {
    requests.editing().requireAllowed(Callers.of(request), id(request));
    Amendment amendment = json.read(request, Amendment.class);
    var change = new RequestChange(amendment.formData(), amendment.remarks());
    json.send(
        response,
        RequestJson.of(requests.editing().change(Callers.of(request), id(request), change)));
  }

  private void start(ServerRequest request, ServerResponse response) {
    requests.decisions().start(Callers.of(request), id(request));
    json.send(response, null);
  }

  private void retry(ServerRequest request, ServerResponse response) {
    if (json.hasBody(request)) {
      requests.retry().requireAllowed(Callers.of(request), id(request));
    }
    Retry retry = json.readOr(request, Retry.class, Retry.OF_FAILED_STEP);
    var wanted = new WantedRetry(retry.fromStep(), retry.pipelineId());
    json.send(
        response, RunJson.of(requests.retry().retry(Callers.of(request), id(request), wanted)));
  }

  private void cancel(ServerRequest request, ServerResponse response) {
    requests.decisions().cancel(Callers.of(request), id(request));
    json.send(response, null);
  }

  private void approve(ServerRequest request, ServerResponse response) {
    requests.decisions().approve(Callers.of(request), id(request));
    json.send(response, null);
  }

  private void reject(ServerRequest request, ServerResponse response) {
    if (json.hasBody(request)) {
      requests.decisions().requireMayDecide(Callers.of(request), id(request));
    }
    Rejection rejection = json.readOr(request, Rejection.class, Rejection.WITHOUT_REMARKS);
    String remarks = rejection.remarks() == null ? "" : rejection.remarks();
    requests.decisions().reject(Callers.of(request), id(request), remarks);
    json.send(response, null);
  }

  private void steps(ServerRequest request, ServerResponse response) {
    json.send(response, StepsJson.of(details(request)));
  }

  private void log(ServerRequest request, ServerResponse response) {
    String stepName = request.path().pathParameters().get("stepName");
    int offset = QueryParameters.wholeNumberOr(request, "offset", 0);
    if (offset < 0) {
      throw new InvalidException("invalid query parameter 'offset': must be at least 0");
    }
    Integer run = QueryParameters.wholeNumber(request, "run").orElse(null);
    StepLogPage page =
        requests.reading().log(Callers.of(request), id(request), stepName, offset, run);
    json.send(response, LogJson.of(page));
  }

  private void history(ServerRequest request, ServerResponse response) {
    var range =
        new HistoryRange(
            QueryParameters.wholeNumber(request, "before").orElse(null),
            QueryParameters.wholeNumber(request, "after").orElse(null),
            QueryParameters.wholeNumberOr(request, "page_size", HistoryRange.DEFAULT_SIZE));
    json.send(
        response, HistoryJson.of(requests.history().page(Callers.of(request), id(request), range)));
  }

  private RequestDetails details(ServerRequest request) {
    return requests.reading().get(Callers.of(request), id(request));
  }

  private static String id(ServerRequest request) {
    return request.path().pathParameters().get("id");
  }

  private static RequestQuery query(ServerRequest request) {
    return new RequestQuery(
        QueryParameters.orgId(request),
        QueryParameters.wholeNumberOr(request, "page", 1),
        QueryParameters.wholeNumberOr(request, "page_size", RequestQuery.DEFAULT_PAGE_SIZE),
        QueryParameters.statuses(request),
        QueryParameters.text(request, "before").orElse(null));
  }
}
