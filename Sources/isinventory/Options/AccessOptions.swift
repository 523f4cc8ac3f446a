import ArgumentParser
import Foundation
import Record
import Web

/// Who may ask what is served.
struct AccessOptions: ParsableArguments {
    @Option(
        name: .customLong("token-file"),
        help: ArgumentHelp(
            "Let in who gives the token in this file: Authorization: Bearer …, or a browser's password. It is read again as it changes.",
            valueName: "file"))
    var servingToken: String?
    @Option(
        help: ArgumentHelp(
            "Let in who comes from this address with X-Forwarded-User, as oauth-proxy sends it; may be given more than once.",
            valueName: "address"))
    var trustedProxy: [String] = []
    @Flag(help: "Let in everybody who reaches the address.")
    var open = false
    @Option(
        help: ArgumentHelp(
            "A name it may be asked by, beside IP addresses and localhost; may be given more than once.", valueName: "name"))
    var host: [String] = []

    func validate() throws {
        if [servingToken != nil, !trustedProxy.isEmpty, open].count(where: { $0 }) > 1 {
            throw ValidationError("--token-file, --trusted-proxy and --open exclude each other.")
        }
    }

    var choice: AccessChoice { AccessChoice(tokenFile: servingToken, proxies: trustedProxy, isOpen: open, names: host) }
}

/// Who may ask what is served, however that was said.
struct AccessChoice {
    var tokenFile: String?
    var proxies: [String] = []
    var isOpen = false
    var names: [String] = []

    /// Refuses an address that others reach, where nobody said who may ask.
    func refuse(
        at address: ListenAddress, saying how: String = "--token-file FILE, --trusted-proxy ADDRESS, or --open for everybody"
    ) throws {
        guard !address.isLoopback, tokenFile == nil, proxies.isEmpty, !isOpen else { return }
        throw ValidationError("\(address) can be reached by others. Say who may ask: \(how).")
    }

    func access() throws -> Access {
        if let path = tokenFile {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8), !text.allSatisfy(\.isWhitespace) else {
                throw StoreError.cannotOpen(path: path, reason: "it holds no token")
            }
            return Access(.token(TokenFile { try? String(contentsOfFile: path, encoding: .utf8) }), names: names)
        }
        return Access(proxies.isEmpty ? .none : .proxy(proxies), names: names)
    }
}
