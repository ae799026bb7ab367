package io.flowforge.seed.provider;

import java.time.Duration;

/** An observer of the creation of users. */
public interface CreationProgress {

  /** An observer that ignores everything. */
  CreationProgress NONE =
      new CreationProgress() {
        @Override
        public void done(int users, int all) {}

        @Override
        public void waits(String reason, Duration delay) {}
      };

  /** Tells how many users have been dealt with. */
  void done(int users, int all);

  /** Tells that the provider must be waited for. */
  void waits(String reason, Duration delay);
}
