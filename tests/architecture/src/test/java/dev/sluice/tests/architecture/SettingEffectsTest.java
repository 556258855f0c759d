package dev.sluice.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No setting is decoration: each has a test that shows what it does. A new one does not compile here until it has one, and a test that is
 * renamed or removed has to be replaced.
 */
class SettingEffectsTest {
  private static final SourceTree SOURCES = SourceTree.find();

  private static String shownBy(Setting setting) {
    return switch (setting) {
      case DATABASE_URL -> "DatabaseSettingsTest#anAddressWhereNobodyAnswersIsAnUnavailableStore";
      case DATABASE_USER -> "DatabaseSettingsTest#anUnknownUserIsRefused";
      case DATABASE_PASSWORD -> "StackServicesTest#theDatabaseRefusesAnotherUserAndAnotherPassword";
      case DATABASE_SCHEMA -> "DatabaseSettingsTest#twoSchemasAreTwoClusters";
      case DATABASE_POOL_SIZE -> "DatabaseSettingsTest#noMoreConnectionsThanAllowedAreOpened";
      case QUEUE_URLS -> "SqsEnvironmentTest#aServiceFindsItsQueuesThroughTheEndpointOfItsEnvironment";
      case DEAD_LETTER_QUEUE_URLS -> "WalkingPathTest#aMessageThatIsNotOursIsQuarantinedWithTheReasonAndTheWorkerGoesOn";
      case OUTBOX_QUEUE_URLS -> "SqsOutboxTest#aMessageGoesToTheQueueOfItsTopicInTheOrderOfItsKeyAndOnce";
      case COORDINATOR_URL -> "StackServicesTest#theSimulatorRunsAsAOneOffTask";
      case CLUSTER_NAME, WORKER_SERVICES -> "WorkerFleetConformance#aPoolThatIsScaledWantsTheNewSize";
      case WORKER_POOL_QUEUES -> "PoolsTest#eachPoolGetsItsQueues";
      case STARVATION_SHARE -> "ClaimSharesTest#theShareAgainstStarvationIsSpentInWholeSlotsAndOnlyOnceItIsEarned";
      case RUN_RETENTION -> "HousekeepingTest#runsThatEndedBeforeTheRetentionAreForgottenAndOthersAreNot";
      case HTTP_PORT, HTTP_HOST, MAX_REQUEST_SIZE, PAYLOAD_INLINE_LIMIT, MAX_PAYLOAD_SIZE, PAYLOAD_GRACE, DISPATCH_INTERVAL,
          SCHEDULES_ENABLED ->
          "CoordinatorOptionsTest#everySettingOfTheCoordinatorHasItsEffect";
      case COMPRESS_FROM -> "CompressionTest#whatIsLargerThanTheSettingIsCompressedWhereThatMakesItSmaller";
      case PAYLOAD_STORE -> "endtoend/LargePayloadsTest#aMegabyteGoesThroughABucketAndItsHistoryHolds";
      case WORKER_POOL -> "StackServicesTest#aLeaseNamesThePoolOfItsWorker";
      case LEASE_DURATION, HEARTBEAT_INTERVAL, VISIBILITY_TIMEOUT, RECEIVE_WAIT, COMMIT_BATCH_SIZE, PUBLISH_WINDOW, REPUBLISH_AFTER ->
          "KnobsTest#everyCallHasTheValuesThatTheWorkerWasGiven";
      case WORKER_QUEUES, WORKER_SLOTS, MAX_ATTEMPTS, BACKOFF_BASE, BACKOFF_FACTOR, BACKOFF_CEILING, BACKOFF_JITTER ->
          "WorkerOptionsTest#everySettingOfTheWorkerHasItsEffect";
      case DRAIN_TIMEOUT -> "worker/DrainTest#whatDoesNotFinishInTimeIsHandedOverAtOnceAndANewMessageCallsForIt";
      case STOP_GRACE -> "GraceTest#aCanceledRunEndsThoughItsCodeDoesNotReturnAndItsSlotStaysTaken";
      // The stack gives it to SQS, which counts receives.
      case MAX_RECEIVES -> "JobQueueTest#visibilityTimeoutAndReceivesComeFromTheConfiguration";
      case SCALING_INTERVAL, SCALING_COOLDOWN, MIN_WORKERS, MAX_WORKERS, SCALE_UP_BACKLOG, SCALE_DOWN_BACKLOG ->
          "AutoscalerOptionsTest#everySettingOfTheAutoscalerHasItsEffect";
      case LOG_LEVEL -> "ServiceStartTest#theLogLevelDecidesWhatIsLogged";
    };
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void eachHasATestThatShowsWhatItDoes(Setting setting) {
    String[] place = shownBy(setting).split("#");
    List<Path> files = SOURCES.files().stream()
        .filter(file -> file.endsWith(Path.of(place[0] + ".java")) && file.toString().contains("src/test")).toList();
    assertThat(files).as("%s is to be shown by %s", setting, place[0]).hasSize(1);
    assertThat(SOURCES.text(files.get(0))).containsPattern(Pattern.compile("@(Test|ParameterizedTest)\\b[^;]{0,200}\\bvoid " + place[1] + "\\("));
  }
}
