package org.lookalike.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void whatANameTellsTheTerminalToDoIsShownInstead() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Console.line("Icon\r \u001b[2Jtab\there 検\nnext");
        } finally {
            System.setOut(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("Icon\\u000d \\u001b[2Jtab\there 検\nnext" + System.lineSeparator());
    }
}
