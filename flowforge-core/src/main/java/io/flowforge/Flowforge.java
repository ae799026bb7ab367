package io.flowforge;

import io.flowforge.execution.ExecutionEngine;
import io.flowforge.execution.InFlightRequests;
import io.flowforge.execution.QueueClient;
import io.flowforge.execution.WorkSignal;
import io.flowforge.identity.Auth0Management;
import io.flowforge.identity.UserService;
import io.flowforge.identity.UserStore;
import io.flowforge.json.Json;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.MembershipService;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.OrganizationService;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.PipelineService;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseClock;
import io.flowforge.postgres.Migrations;
import io.flowforge.request.RequestActions;
import io.flowforge.request.RequestEditor;
import io.flowforge.request.RequestService;
import io.flowforge.request.Requests;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.seed.Seeder;
import io.flowforge.step.ApprovalStep;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.ApiStep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The core, put together: opens the stores, brings their schema up to date, and holds what people
 * do with Flowforge. Runs requests only after {@link #startWorkers}. Closed in the reverse order.
 */
public final class Flowforge implements AutoCloseable {

  private final Database database;
  private final Documents documents;
  private final ApiStep apiStep;
  private final InFlightRequests inFlight = new InFlightRequests();
  private final ExecutionEngine execution;
  private final UserStore users = new UserStore();
  private final OrganizationStore organizations = new OrganizationStore();
  private final MembershipStore memberships = new MembershipStore();
  private final PipelineStore pipelineStore;
  private final ServiceRequestStore requestStore;
  private final Auth0Management management;
  private final PipelineService pipelines;
  private final UserService userService;
  private final OrganizationService organizationService;
  private final MembershipService membershipService;
  private final Requests requests;
  private final Seeder seeder;

  private Flowforge(
      MeterRegistry meters,
      Database database,
      Documents documents,
      ServiceRequestStore requestStore,
      FlowforgeSettings settings,
      InstantSource machine) {
    // Whatever is compared with what other servers write goes by this.
    var clock = DatabaseClock.of(database);
    this.database = database;
    this.documents = documents;
    this.requestStore = requestStore;
    // The one place where step types are registered.
    apiStep =
        ApiStep.open(
            settings.execution().calls(),
            settings.execution().requestsInFlight(),
            Json.mapper(),
            meters);
    var executors = new StepExecutors(List.of(apiStep, new ApprovalStep()));
    var signal = new WorkSignal();
    pipelineStore = new PipelineStore(documents);
    var pipelineValidator = new PipelineValidator(executors);
    var access = new AccessControl(memberships);
    management = new Auth0Management(settings.management(), Json.mapper(), machine);
    userService = new UserService(database, users, management, clock);
    organizationService =
        new OrganizationService(database, users, organizations, memberships, access, clock);
    membershipService =
        new MembershipService(database, users, organizations, memberships, access, clock);
    pipelines = new PipelineService(database, pipelineStore, pipelineValidator, access, clock);
    requests =
        Requests.of(
            database,
            access,
            users,
            pipelineStore,
            requestStore,
            new QueueClient(database, clock, signal),
            inFlight,
            clock,
            meters);
    execution =
        new ExecutionEngine(
            settings.execution(),
            database,
            clock,
            meters,
            new ExecutionEngine.Local(executors, inFlight, signal),
            new ExecutionEngine.Records(
                requestStore,
                pipelineStore,
                requests.runs(),
                requests.ledger(),
                requests.logs(),
                requests.reconciler()));
    seeder =
        new Seeder(
            database,
            new Seeder.Stores(users, organizations, memberships, pipelineStore, requestStore),
            pipelineValidator,
            requests.service(),
            clock);
  }

  /**
   * Opens the stores and brings them up to date.
   *
   * @param clock of this machine, for what is nobody else's; the rest goes by PostgreSQL's
   * @throws io.flowforge.error.InvalidException when a setting is at fault
   * @throws io.flowforge.error.UnavailableException when a store cannot be reached
   */
  public static Flowforge open(FlowforgeSettings settings, InstantSource clock) {
    return open(settings, clock, new CompositeMeterRegistry());
  }

  /**
   * Like {@link #open(FlowforgeSettings, InstantSource)}.
   *
   * @param meters where everything is counted and timed
   */
  public static Flowforge open(
      FlowforgeSettings settings, InstantSource clock, MeterRegistry meters) {
    return open(settings, clock, meters, ServiceRequestStore::new);
  }

  /** Like {@link #open(FlowforgeSettings, InstantSource)}, with another store of requests. */
  static Flowforge open(
      FlowforgeSettings settings,
      InstantSource clock,
      Function<Documents, ServiceRequestStore> requestStore) {
    return open(settings, clock, new CompositeMeterRegistry(), requestStore);
  }

  private static Flowforge open(
      FlowforgeSettings settings,
      InstantSource clock,
      MeterRegistry meters,
      Function<Documents, ServiceRequestStore> requestStore) {
    Database database = Database.open(settings.postgres(), settings.postgresConnections());
    try {
      Migrations.run(database);
      return open(database, settings, clock, meters, requestStore);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Flowforge open(
      Database database,
      FlowforgeSettings settings,
      InstantSource clock,
      MeterRegistry meters,
      Function<Documents, ServiceRequestStore> requestStore) {
    database.measureBy(meters);
    Documents documents = Documents.open(settings.mongoUri(), meters);
    try {
      return new Flowforge(
          meters, database, documents, requestStore.apply(documents), settings, clock);
    } catch (RuntimeException e) {
      documents.close();
      throw e;
    }
  }

  /**
   * Starts to run requests in this process. Requests of an older deployment are adopted first;
   * until a process has done that, nobody can act on them.
   */
  public void startWorkers() {
    requests.adoption().adoptAll();
    execution.start();
  }

  /**
   * Whether both stores answer.
   *
   * @throws io.flowforge.error.UnavailableException when one of them does not
   */
  public void ping() {
    database.ping();
    documents.ping();
  }

  /**
   * Whether what the server needs is there, by name; each check throws {@link
   * io.flowforge.error.UnavailableException} when it is not.
   */
  public Map<String, Runnable> checks() {
    return Map.of(
        "postgres", database::ping, "mongo", documents::ping, "queue", execution::requireAtWork);
  }

  public Database database() {
    return database;
  }

  public UserStore users() {
    return users;
  }

  public OrganizationStore organizations() {
    return organizations;
  }

  public MembershipStore memberships() {
    return memberships;
  }

  public UserService userService() {
    return userService;
  }

  public OrganizationService organizationService() {
    return organizationService;
  }

  public MembershipService membershipService() {
    return membershipService;
  }

  public PipelineService pipelines() {
    return pipelines;
  }

  public ServiceRequestStore requestStore() {
    return requestStore;
  }

  public RequestService requests() {
    return requests.service();
  }

  public RequestActions actions() {
    return requests.actions();
  }

  public RequestEditor editor() {
    return requests.editor();
  }

  public Seeder seeder() {
    return seeder;
  }

  /** The parts that requests are made of, for whoever looks inside. */
  Requests core() {
    return requests;
  }

  /** Stops the workers first, so that what they still have to write finds its store open. */
  @Override
  public void close() {
    try (database;
        documents;
        management;
        apiStep;
        inFlight) {
      execution.close();
    }
  }
}
