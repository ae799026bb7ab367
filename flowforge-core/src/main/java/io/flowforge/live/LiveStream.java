package io.flowforge.live;

import io.flowforge.live.event.CloseReason;
import io.flowforge.live.event.LiveEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A stream of what happens, for one viewer whose thread reads it. Any thread may close it. */
public interface LiveStream extends AutoCloseable {

  /**
   * Returns the next event; null if none came in time. After an {@link LiveEvent.OfEnd} or an
   * {@link LiveEvent.OfClosing} nothing follows.
   */
  @Nullable LiveEvent next(Duration patience) throws InterruptedException;

  /** Returns the id of the event that {@link #next} has returned, with which it can be resumed. */
  String id();

  /**
   * Checks again whether the viewer may see what the stream shows. What it shows may become less.
   *
   * @throws io.flowforge.error.ForbiddenException if the viewer may not see anything of it
   * @throws io.flowforge.error.NotFoundException if the viewer may not know of it
   */
  void requireAllowed();

  /**
   * Ends the stream: what has not been taken is dropped, except an event that {@link #next} is
   * about to return.
   */
  void close(CloseReason reason);

  /** Forgets the viewer. */
  @Override
  void close();
}
