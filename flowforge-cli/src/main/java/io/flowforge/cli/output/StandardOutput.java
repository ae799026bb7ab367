package io.flowforge.cli.output;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Standard output that reports failures: {@link PrintWriter} alone would ignore that the disk is
 * full, and write into a closed pipe for ever. All methods throw {@link OutputException}.
 */
public final class StandardOutput extends Writer {

  private final Writer target;

  StandardOutput(OutputStream target, Charset charset) {
    this.target = new BufferedWriter(new OutputStreamWriter(target, charset));
  }

  /** Returns a writer to the standard output of this process. */
  public static PrintWriter open() {
    var charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    return new PrintWriter(new StandardOutput(new FileOutputStream(FileDescriptor.out), charset));
  }

  @Override
  public void write(char[] text, int offset, int length) {
    run(() -> target.write(text, offset, length));
  }

  @Override
  public void flush() {
    run(target::flush);
  }

  @Override
  public void close() {
    run(target::close);
  }

  private static void run(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }
}
