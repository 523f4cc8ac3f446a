import Glibc
import Publish
import Words

// A process inherits what its maker blocks, and libdispatch's threads block nearly every signal: then it could not be asked to end.
var none = sigset_t()
sigemptyset(&none)
sigprocmask(SIG_SETMASK, &none, nil)

// What isinventory starts to talk to a fleet's PostgreSQL. The server's address comes by the environment, where `ps` shows no password.
// Exit codes: 0 done, 2 an error, in words on standard error.
do {
    try FleetProgram(arguments: Array(CommandLine.arguments.dropFirst())).run()
} catch {
    FleetProgram.say("isinventory: \(error.sentence)")
    exit(2)
}
