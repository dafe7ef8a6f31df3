package dev.rampart.local.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FunctionHostTest {
  private FunctionHost function;

  @BeforeAll
  void start(@TempDir Path folder) {
    function = Functions.echo(folder, Duration.ofSeconds(3));
  }

  @AfterAll
  void stop() {
    function.close();
  }

  @Test
  void answersWithWhatTheHandlerWroteAndWhatItLogged() {
    Invocation end = function.invoke("\"hello\"");

    assertThat(end)
        .isInstanceOfSatisfying(
            Invocation.Returned.class,
            returned -> {
              assertThat(returned.payload()).isEqualTo("\"hello\"");
              assertThat(returned.log()).containsExactly("heard \"hello\"");
            });
  }

  @Test
  void givesTheHandlerWhatLambdaWould() {
    String environment = function.invoke("\"environment\"").summary();

    assertThat(environment)
        .contains(
            "\"name\":\"echo\"",
            "\"region\":\"us-east-1\"",
            "\"own\":\"from the template\"",
            "\"home\":\"null\"",
            "function:echo:live")
        .containsPattern("\"left\":(2[0-9]{3}|3000)");
  }

  @Test
  void reportsAnException() {
    assertThat(function.invoke("\"throw\""))
        .isInstanceOfSatisfying(
            Invocation.Threw.class,
            threw -> {
              assertThat(threw.payload())
                  .contains("java.lang.IllegalArgumentException", "as asked");
            });
    assertThat(function.invoke("1").returned()).isTrue();
  }

  @Test
  void startsAgainAfterACrash() {
    assertThat(function.invoke("\"exit\"")).isInstanceOf(Invocation.Crashed.class);
    assertThat(function.invoke("2").summary()).isEqualTo("2");
  }

  @Test
  void killsWhatTakesTooLong() {
    assertThat(function.invoke("\"sleep\""))
        .isInstanceOfSatisfying(
            Invocation.TimedOut.class,
            late -> assertThat(late.message()).contains("timed out after 3.00 seconds"));
    assertThat(function.invoke("3").summary()).isEqualTo("3");
  }

  @Test
  void startsAgainAfterItWasKilledWhileItWaited() {
    function.warm();
    function.kill();

    // The first may still go to the process that is about to end.
    await().until(() -> function.invoke("4").returned());
  }
}
