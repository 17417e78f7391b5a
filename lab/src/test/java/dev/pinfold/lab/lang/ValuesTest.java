package dev.pinfold.lab.lang;

import static dev.pinfold.lab.lang.Texts.argument;
import static dev.pinfold.lab.lang.Texts.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "4096, 4096",
        "0x1000, 4096",
        "0X1f, 31",
        "0600, 384",
        "00600, 384",
        "0, 0",
        "-1, -1",
        "-0x10, -16",
        "64K, 65536",
        "2M, 2097152",
        "1G, 1073741824",
        "1T, 1099511627776",
        "NULL, 0",
        "0xffffffffffffffff, -1",
        "18446744073709551615, -1",
        "8192*1024, 8388608",
        "1+2*3, 7",
        "10-2-3, 5",
        "1+2+3, 6",
        "21<<26, 1409286144",
        "1|2|4, 7",
        "0x1|PROT_READ|PROT_EXEC, 5",
        "PROT_READ|PROT_WRITE, 3",
        "MAP_HUGETLB|21<<MAP_HUGE_SHIFT, 1409548288",
        "RLIM_INFINITY, -1",
        "AT_FDCWD, -100",
        "0x40 /* MADV_??? */, 64",
        "4</dev/pts/0<char 136:0>>, 4",
        "5<TCP:[127.0.0.1:80->127.0.0.1:999]>, 5",
    })
    void numbersAndConstants(String text, long value) {
        Expr expr = argument(text);
        long actual = expr instanceof Expr.Described d ? Settings.constant(d.value()) : Settings.constant(expr);
        assertThat(actual).isEqualTo(value);
    }

    @Test
    void stringsHaveTheEscapesOfC() {
        assertThat(argument("\"a\\n\\t\\r\\\\\\\"\\x7f\\177\\0\\01x\\e\""))
                .isEqualTo(new Expr.Str(6, "a\n\t\r\\\"\u007f\u007f\0\u0001x\u001b", false));
        assertThat(argument("\"\\177ELF\"...")).isEqualTo(new Expr.Str(6, "\u007fELF", true));
        assertThat(argument("\"\\377\\376\"")).isEqualTo(new Expr.Str(6, "\u00ff\u00fe", false));
        assertThat(argument("\"é\"")).isEqualTo(new Expr.Str(6, "\u00c3\u00a9", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{st_mode=S_IFREG|0644, st_size=34547, ...}",
                "[{WIFEXITED(s) && WEXITSTATUS(s) == 0}]",
                "[{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL && WCOREDUMP(s)}]",
                "makedev(0x8, 0x1)",
                "~[RTMIN RT_1]",
                "[INT CHLD]",
                "[]",
                "{}",
                "{flags=CLONE_VM|CLONE_FS, exit_signal=0, stack=0x7f, stack_size=0xfef80} => {parent_tid=[3841]}",
                "[\"sh\", \"-c\", \"seq 1 2000 | sort\"...]",
                "0x7ffc0b194778 /* 39 vars */",
                "@\"/tmp/.X11-unix/X0\"",
                "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=SA_RESTORER|SA_RESTART, sa_restorer=0x7f49}",
                "{c_iflag=ICRNL|IXON, c_oflag=NL0|CR0, c_cflag=B38400|CS8|CREAD, c_lflag=ISIG|ICANON, ...}",
                "[{iov_base=\"abc\"..., iov_len=8}, {iov_base=0x1000, iov_len=8192*1024}]",
                "{tv_sec=1700000000 /* 2023-11-14T22:13:20+0000 */, tv_nsec=0}",
                "child_tidptr=0x7f20f4919a10",
                "{sin_port=htons(53), sin_addr=inet_addr(\"1.2.3.4\")}",
                "{B38400 opost isig icanon echo ...}",
            })
    void whatStracePrintsIsRead(String text) {
        Line line = Texts.line("7 clone(" + text + ", 1) = 0");
        assertThat(line.arguments()).hasSize(2);
        assertThat(line.call()).isEqualTo("clone(" + text + ", 1)");
    }

    @Test
    void aStructureKnowsItsMembers() {
        Expr expr = argument("{flags=CLONE_VM, stack=0x1000, ...}");
        assertThat(Expr.member(expr, "stack")).contains(new Expr.Num(29, 0x1000, "0x1000"));
        assertThat(Expr.member(expr, "tls")).isEmpty();
    }

    @Test
    void badNumbersAreShownWhereTheyStand() {
        assertError(1, 14, "\"64Q\", expected a number", "munmap(4096, 64Q)");
        assertError(1, 8, "fits 64 bits", "A load(99999999999999999999)");
        assertError(1, 8, "fits 64 bits", "A load(0x1ffffffffffffffff)");
        assertError(1, 8, "\"0x\"", "A load(0x)");
        assertError(1, 8, "\"089\"", "A load(089)");
        assertError(1, 8, "\"12ab\"", "A load(12ab)");
        assertError(1, 8, "fits 64 bits", "A load(99999999T)");
    }

    @Test
    void badStringsAreShownWhereTheyStand() {
        assertError(1, 8, "a string that does not end", "A open(\"abc, O_RDWR)");
        assertError(1, 10, "a C escape", "A open(\"a\\q\", O_RDWR)");
        assertError(1, 12, "hexadecimal digits", "A open(\"a\\xg\", O_RDWR)");
    }

    @Test
    void bracketsMustClose() {
        assertError(1, 21, "\",\" or \")\"", "A store(0x1000, 1, 1");
        assertError(1, 27, "\",\" or \"]\"", "A mincore(0x1000, 1, [1, 0");
        assertError(1, 20, "\",\" or \")\"", "A munmap(0x1000, 1 2)");
        assertError(1, 16, "\"*/\"", "A load(0x1 /* x");
    }
}
