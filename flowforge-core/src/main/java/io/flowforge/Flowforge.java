package io.flowforge;

import io.flowforge.execution.ExecutionEngine;
import io.flowforge.execution.InFlightRequests;
import io.flowforge.execution.queue.RunQueue;
import io.flowforge.execution.queue.WorkSignal;
import io.flowforge.health.SharedCheck;
import io.flowforge.identity.Auth0Management;
import io.flowforge.identity.UserService;
import io.flowforge.identity.UserStore;
import io.flowforge.json.Json;
import io.flowforge.live.Live;
import io.flowforge.live.LiveOrganizations;
import io.flowforge.live.LiveRequests;
import io.flowforge.mongo.Documents;
import io.flowforge.organization.AccessControl;
import io.flowforge.organization.Departures;
import io.flowforge.organization.MembershipService;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.OrganizationService;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.pipeline.DraftReader;
import io.flowforge.pipeline.PipelineAddresses;
import io.flowforge.pipeline.PipelineService;
import io.flowforge.pipeline.PipelineStore;
import io.flowforge.pipeline.PipelineValidator;
import io.flowforge.pipeline.SubmissionValidator;
import io.flowforge.pipeline.authoring.DraftValidation;
import io.flowforge.pipeline.authoring.StepTypeCatalog;
import io.flowforge.pipeline.file.DraftCheck;
import io.flowforge.pipeline.version.AbandonedVersions;
import io.flowforge.pipeline.version.PipelineArchive;
import io.flowforge.pipeline.version.PipelineReading;
import io.flowforge.pipeline.version.PipelineVersions;
import io.flowforge.pipeline.version.VersionWriter;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.DatabaseClock;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.WriteProbe;
import io.flowforge.redaction.mask.SecretMask;
import io.flowforge.request.NewRequestWriter;
import io.flowforge.request.RequestAccess;
import io.flowforge.request.RequestDecisions;
import io.flowforge.request.RequestEditing;
import io.flowforge.request.RequestReading;
import io.flowforge.request.RequestReconciler;
import io.flowforge.request.RequestSubmission;
import io.flowforge.request.ServiceRequestStore;
import io.flowforge.request.StatusProjector;
import io.flowforge.request.action.Requests;
import io.flowforge.request.adoption.OlderLogs;
import io.flowforge.request.adoption.OlderRequestStore;
import io.flowforge.request.adoption.RequestAdoption;
import io.flowforge.request.adoption.RequestOrigins;
import io.flowforge.request.callback.Callbacks;
import io.flowforge.request.closing.ClosedOrganizations;
import io.flowforge.request.history.HistoryStore;
import io.flowforge.request.history.RequestHistory;
import io.flowforge.request.key.SubmissionKeyStore;
import io.flowforge.request.key.SubmissionKeys;
import io.flowforge.request.list.RequestCountStore;
import io.flowforge.request.list.RequestListStore;
import io.flowforge.request.list.RequestLists;
import io.flowforge.request.log.StepLogStore;
import io.flowforge.request.projection.ProjectionMarks;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.repair.DocumentRepair;
import io.flowforge.request.retry.RequestRetry;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.OpenRequestStore;
import io.flowforge.request.state.RequestStateMachine;
import io.flowforge.request.state.StepEventStore;
import io.flowforge.request.waiting.WaitingWork;
import io.flowforge.secret.OrganizationSecrets;
import io.flowforge.secret.SecretRewrap;
import io.flowforge.secret.SecretService;
import io.flowforge.secret.SecretStore;
import io.flowforge.secret.StoredSecrets;
import io.flowforge.secret.seal.DerivedTokens;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.Seal;
import io.flowforge.seed.Seeder;
import io.flowforge.step.StepExecutors;
import io.flowforge.step.http.secret.HostRules;
import io.flowforge.step.preview.PipelinePreview;
import io.flowforge.step.preview.PreviewRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Function;

/**
 * The composition root of the core. It opens the stores, brings their schema up to date and creates
 * the services. Requests run only after {@link #startWorkers}. Closed in the reverse order.
 */
public final class Flowforge implements AutoCloseable {

  /** The minimum time between two attempts to write to a store, however many probes there are. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

  private final Database database;
  private final Documents documents;
  private final BuiltInSteps steps;
  private final InFlightRequests inFlight = new InFlightRequests();
  private final UserStore users = new UserStore();
  private final OrganizationStore organizations = new OrganizationStore();
  private final MembershipStore memberships = new MembershipStore();
  private final PipelineStore pipelineStore;
  private final ServiceRequestStore requestStore;
  private final ExecutionStateStore states = new ExecutionStateStore();
  private final OpenRequestStore openRequests = new OpenRequestStore();
  private final StepEventStore events = new StepEventStore();
  private final StepLogStore logs = new StepLogStore();
  private final Auth0Management management;
  private final ExecutionEngine execution;
  private final ProjectionMarks marks;
  private final StatusProjector projector;
  private final RequestStateMachine stateMachine;
  private final OrganizationSecrets secrets;
  private final PipelineService pipelines;
  private final PipelineReading pipelineReading;
  private final PipelineVersions pipelineVersions;
  private final AuthoringHelp authoringHelp;
  private final PipelineArchive pipelineArchive;
  private final VersionWriter versionWriter;
  private final UserService userService;
  private final OrganizationService organizationService;
  private final MembershipService membershipService;
  private final Departures departures;
  private final ClosedOrganizations closedOrganizations;
  private final RequestAdoption adoption;
  private final OlderLogs olderLogs;
  private final SubmissionKeys submissionKeys;
  private final Callbacks callbacks;
  private final Requests requests;
  private final Live live;
  private final LiveRequests liveRequests;
  private final LiveOrganizations liveOrganizations;
  private final Seeder seeder;
  private final Runnable postgresCheck;
  private final Runnable mongoCheck;

  private Flowforge(
      MeterRegistry meters,
      Database database,
      Documents documents,
      ServiceRequestStore requestStore,
      FlowforgeSettings settings,
      InstantSource machineClock) {
    // Times that other servers see come from PostgreSQL's clock, in the precision of their store,
    // so that a time that is returned now equals the one that is read later.
    var databaseClock = DatabaseClock.of(database);
    InstantSource micros = databaseClock.inUnitsOf(ChronoUnit.MICROS);
    InstantSource millis = databaseClock.inUnitsOf(ChronoUnit.MILLIS);
    this.database = database;
    this.documents = documents;
    this.requestStore = requestStore;
    postgresCheck = shared(new WriteProbe(database)::run);
    mongoCheck = shared(documents::tryWrite);
    steps =
        BuiltInSteps.open(
            settings.execution(), !settings.secretKeys().isEmpty(), meters, machineClock);
    StepExecutors executors = steps.executors();
    var signal = new WorkSignal();
    pipelineStore = new PipelineStore(documents);
    var validator = new PipelineValidator(executors, settings.execution().steps().max());
    management = new Auth0Management(settings.management(), Json.mapper(), machineClock);
    var access = new AccessControl(memberships);
    userService = new UserService(database, users, millis);
    organizationService =
        new OrganizationService(database, users, organizations, memberships, access, millis);
    membershipService =
        new MembershipService(database, users, organizations, memberships, access, millis);
    departures = new Departures(database, organizations, memberships, access, openRequests);
    secrets =
        OrganizationSecrets.of(
            database,
            access,
            new SecretService.RelatedStores(organizations, new SecretStore(), pipelineStore),
            settings.secretKeys(),
            new HostRules(steps.api()::refusalOf),
            micros);
    var mask = new SecretMask(settings.execution().calls().secretNames());
    olderLogs = new OlderLogs(database, states, events, logs, mask);
    var drafts = new DraftReader(validator, secrets.stored(), millis);
    pipelines = new PipelineService(database, pipelineStore, drafts, access, organizations);
    pipelineReading = new PipelineReading(database, pipelineStore, access, mask, millis);
    authoringHelp =
        new AuthoringHelp(
            new StepTypeCatalog(executors),
            new DraftValidation(
                database,
                access,
                secrets.stored(),
                new DraftCheck(validator, executors, Json.mapper())),
            new PipelinePreview(
                database,
                access,
                drafts,
                pipelineReading,
                executors,
                secrets.stored(),
                new PreviewRules(
                    settings.execution().waits().publicUrl().isPresent(),
                    !settings.secretKeys().isEmpty())));
    var abandoned = new AbandonedVersions(database, pipelineStore, micros);
    versionWriter = new VersionWriter(database, pipelineStore, organizations, abandoned, micros);
    pipelineVersions = new PipelineVersions(database, pipelineStore, drafts, access, versionWriter);
    pipelineArchive =
        new PipelineArchive(database, pipelineStore, drafts, organizations, access, millis);
    var unprojected = new UnprojectedStore();
    marks = new ProjectionMarks(database, unprojected);
    projector = new StatusProjector(database, states, requestStore, unprojected, marks);
    var queue = new RunQueue(databaseClock, signal, settings.execution().inFlight().caps());
    live = new Live(database, states, logs, pipelineStore, requestStore::present);
    stateMachine =
        new RequestStateMachine(states, events, queue, projector, micros, meters, live::recorded);
    callbacks =
        new Callbacks(
            database,
            states,
            stateMachine,
            new Callbacks.Keys(
                new Seal(settings.secretKeys()), new DerivedTokens(settings.secretKeys())),
            settings.execution().waits().publicUrl(),
            micros);
    var keyStore = new SubmissionKeyStore();
    var reconciler =
        new RequestReconciler(
            database,
            states,
            requestStore,
            projector,
            new RequestReconciler.Leftovers(unprojected, new RequestCountStore(), keyStore),
            micros);
    closedOrganizations =
        new ClosedOrganizations(
            database, organizations, openRequests, stateMachine, projector, inFlight);
    adoption =
        new RequestAdoption(
            database,
            new RequestAdoption.AdoptionRecords(
                new OlderRequestStore(documents, requestStore),
                pipelineStore,
                organizations,
                states,
                events,
                logs),
            stateMachine,
            projector,
            new RequestAdoption.Means(settings.execution().adoption(), micros, meters));
    var submissions = new SubmissionValidator(executors);
    submissionKeys = new SubmissionKeys(database, keyStore, millis);
    var requestAccess =
        new RequestAccess(database, access, requestStore, pipelineStore, states, adoption);
    requests = requests(requestAccess, submissions, queue, micros, millis);
    liveRequests = new LiveRequests(requestAccess, logs, live);
    liveOrganizations = new LiveOrganizations(database, access, live);
    execution =
        new ExecutionEngine(
            settings.execution(),
            database,
            databaseClock,
            meters,
            new ExecutionEngine.Local(
                executors, inFlight, signal, secrets.stored(), secrets.outputs(), callbacks),
            new ExecutionEngine.Records(
                requestStore,
                pipelineStore,
                states,
                stateMachine,
                logs,
                users,
                new ExecutionEngine.Sweeps(
                    reconciler,
                    closedOrganizations,
                    adoption,
                    new RequestOrigins(database, states, requestStore),
                    abandoned,
                    submissionKeys)));
    seeder =
        new Seeder(
            database,
            new Seeder.Stores(users, organizations, memberships, pipelineStore, requestStore),
            validator,
            submissions,
            new Seeder.Writers(versionWriter, requests.submission()),
            millis);
  }

  private static Runnable shared(Runnable check) {
    return new SharedCheck(check, CHECK_INTERVAL, System::nanoTime);
  }

  private Requests requests(
      RequestAccess access,
      SubmissionValidator submissions,
      WaitingWork waiting,
      InstantSource micros,
      InstantSource millis) {
    var writer = new NewRequestWriter(database, requestStore, states, stateMachine, marks, micros);
    var lists = new RequestLists(new RequestListStore(), requestStore::present);
    return new Requests(
        new RequestSubmission(
            access, pipelineStore, requestStore, writer, submissions, submissionKeys),
        new RequestReading(access, requestStore, events, logs, lists, waiting),
        new RequestDecisions(access, users, stateMachine, logs, inFlight, micros),
        new RequestEditing(access, requestStore, submissions, millis),
        new RequestRetry(
            access,
            new RequestRetry.RetryStores(pipelineStore, users, states, events, logs),
            (tx, later, earlier) -> pipelineVersions.isLater(tx, later.id(), earlier.id()),
            submissions,
            stateMachine),
        new RequestHistory(access, new HistoryStore()));
  }

  /**
   * Opens the stores and brings them up to date.
   *
   * @param machineClock the clock of this machine, for times that no other server sees
   * @throws io.flowforge.error.InvalidException when a setting is invalid
   * @throws io.flowforge.error.UnavailableException when a store cannot be reached
   */
  public static Flowforge open(FlowforgeSettings settings, InstantSource machineClock) {
    return open(settings, machineClock, new CompositeMeterRegistry());
  }

  /**
   * Opens the stores as {@link #open(FlowforgeSettings, InstantSource)} does.
   *
   * @param meters the registry of all measurements
   */
  public static Flowforge open(
      FlowforgeSettings settings, InstantSource machineClock, MeterRegistry meters) {
    return open(settings, machineClock, meters, ServiceRequestStore::new);
  }

  /**
   * Opens the stores for reading and changes nothing: neither tables nor indexes are created.
   *
   * @throws io.flowforge.error.InvalidException when a setting is invalid
   * @throws io.flowforge.error.UnavailableException when a store cannot be reached
   */
  public static Flowforge openAsIs(FlowforgeSettings settings, InstantSource machineClock) {
    Database database = Database.open(settings.postgres(), settings.postgresConnections());
    try {
      Documents documents = Documents.openAsIs(settings.mongoUri());
      try {
        return new Flowforge(
            new CompositeMeterRegistry(),
            database,
            documents,
            new ServiceRequestStore(documents),
            settings,
            machineClock);
      } catch (RuntimeException e) {
        documents.close();
        throw e;
      }
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Opens the stores with another store of requests. */
  static Flowforge open(
      FlowforgeSettings settings,
      InstantSource machineClock,
      Function<Documents, ServiceRequestStore> requestStore) {
    return open(settings, machineClock, new CompositeMeterRegistry(), requestStore);
  }

  private static Flowforge open(
      FlowforgeSettings settings,
      InstantSource machineClock,
      MeterRegistry meters,
      Function<Documents, ServiceRequestStore> requestStore) {
    Database database = Database.open(settings.postgres(), settings.postgresConnections());
    try {
      Migrations.run(database);
      KeyCanaries.of(settings.secretKeys()).check(database);
      return open(database, settings, machineClock, meters, requestStore);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Flowforge open(
      Database database,
      FlowforgeSettings settings,
      InstantSource machineClock,
      MeterRegistry meters,
      Function<Documents, ServiceRequestStore> requestStore) {
    database.measureBy(meters);
    Documents documents = Documents.open(settings.mongoUri(), meters);
    try {
      return new Flowforge(
          meters, database, documents, requestStore.apply(documents), settings, machineClock);
    } catch (RuntimeException e) {
      documents.close();
      throw e;
    }
  }

  /**
   * Starts to run requests in this process, and to adopt those of an older system in the
   * background.
   */
  public void startWorkers() {
    secrets.canaries().announce(database);
    closedOrganizations.lookAgain();
    execution.start();
  }

  /** Returns the reader of the log files of an older system. */
  public OlderLogs olderLogs() {
    return olderLogs;
  }

  /** Returns the comparison of the stores after a restore. */
  public DocumentRepair repair() {
    return new DocumentRepair(database, states, organizations, requestStore, documents);
  }

  /** Returns the adoption of requests of an older system. */
  public RequestAdoption adoption() {
    return adoption;
  }

  /**
   * Checks that both stores accept writes. All callers share an attempt every few seconds.
   *
   * @throws io.flowforge.error.UnavailableException when one of them does not
   */
  public void ping() {
    postgresCheck.run();
    mongoCheck.run();
  }

  /**
   * Returns checks of everything that a server needs, by name. A check throws {@link
   * io.flowforge.error.UnavailableException} when it fails.
   */
  public Map<String, Runnable> checks() {
    return Map.of(
        "postgres", postgresCheck, "mongo", mongoCheck, "queue", execution::requireAtWork);
  }

  /** Returns the calls from outside that steps wait for. */
  public Callbacks callbacks() {
    return callbacks;
  }

  public SecretService secretService() {
    return secrets.service();
  }

  /** Returns the secrets as steps use them. */
  public StoredSecrets storedSecrets() {
    return secrets.stored();
  }

  /** Returns the rotation of the keys of secrets. */
  public SecretRewrap secretRewrap() {
    return secrets.rewrap();
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

  /** Returns the client of the identity provider's user API, which need not be configured. */
  public Auth0Management management() {
    return management;
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

  public Departures departures() {
    return departures;
  }

  public PipelineService pipelines() {
    return pipelines;
  }

  /** Returns the lists of pipelines, and single ones. */
  public PipelineReading pipelineReading() {
    return pipelineReading;
  }

  /** Returns the versions of pipelines. */
  public PipelineVersions pipelineVersions() {
    return pipelineVersions;
  }

  /** Returns what helps the authors of pipelines. */
  public AuthoringHelp authoringHelp() {
    return authoringHelp;
  }

  public PipelineArchive pipelineArchive() {
    return pipelineArchive;
  }

  public ServiceRequestStore requestStore() {
    return requestStore;
  }

  public Requests requests() {
    return requests;
  }

  /** Returns the streams of what happens to single requests. */
  public LiveRequests liveRequests() {
    return liveRequests;
  }

  /** Returns the streams of what happens to the requests of organizations. */
  public LiveOrganizations liveOrganizations() {
    return liveOrganizations;
  }

  public PipelineAddresses pipelineAddresses() {
    return new PipelineAddresses(pipelineStore, Json.mapper());
  }

  public Seeder seeder() {
    return seeder;
  }

  /** Returns the state machine that records the transitions of requests. */
  RequestStateMachine stateMachine() {
    return stateMachine;
  }

  /** Returns the cancellation of requests of deleted organizations. */
  ClosedOrganizations closedOrganizations() {
    return closedOrganizations;
  }

  /** Stops the workers first, so that the stores are still open for their last outcomes. */
  @Override
  public void close() {
    try (database;
        documents;
        management;
        steps;
        inFlight;
        marks;
        live) {
      execution.close();
    }
  }
}
