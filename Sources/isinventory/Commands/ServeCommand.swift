import ArgumentParser
import Foundation
import Logging
import Model
import Questions
import Record
import Report
import Service
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", _superCommandName: Program.name,
        abstract: "The record in a browser, and as a JSON API; nothing can be changed there.",
        discussion: """
            Pages of what stands and of what ever stood, with time as the first control; each shows the command that gives the same and \
            the seal of the snapshot it tells of. The API is described at /api/v1/openapi.json. Whoever records meanwhile, the pages follow.

            Of a fleet (--db postgresql://…) with several clusters it begins with a list of them, each with pages of its own; --cluster serves one. \
            --export writes that list as index.html, and each cluster's pages into a folder of its own.

            At 127.0.0.1 only this machine can ask. Another address needs to know who asks: --token-file, --trusted-proxy, or --open for \
            everybody. docs/serving.md has more.

            Examples:
              isinventory serve
              isinventory serve --listen 0.0.0.0:8180 \\
                --token-file /etc/isinventory/token --host inventory.example.org
              isinventory serve --export site/ --at 2026-03-03
            """)

    @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port"), transform: servedAddress(from:))
    var listen = ListenAddress("127.0.0.1:8180")
    @OptionGroup var access: AccessOptions
    @Option(
        help: ArgumentHelp(
            "Do not listen: write the pages as files into this folder, which is made; they open from disk.", valueName: "dir"))
    var export: String?
    @Option(
        help: ArgumentHelp("With --export: as it stood at that time.", valueName: "time"), transform: instant(from:))
    var at: Instant?
    @Option(help: ArgumentHelp("The language of who asks for none (default: the locale's).", valueName: "language"))
    var language: Language?
    @OptionGroup var record: RecordOptions

    func validate() throws {
        if at != nil, export == nil {
            throw ValidationError("--at goes with --export: pages that are served have the time in their address.")
        }
        if export == nil, let listen { try access.choice.refuse(at: listen) }
    }

    func run() async throws {
        if let (fleet, clusters) = try record.fleetOfSeveral() {
            guard let export else { return try await serve(fleet) }
            return try await write(clusters, of: fleet, to: export)
        }
        // What cannot be read is said now, not to the first who asks.
        let reader = try record.open()
        _ = try reader.clusters()
        let site = RecordSite(path: reader.path, settings: record.siteSettings(language))
        if let export {
            let count = try await write(site, of: record.cluster, to: export)
            return told(count, in: export)
        }
        guard let server = try await bind(site) else { return }
        // Of a fleet a copy is served, which follows what is published.
        let following = record.fleet.map { fleet in
            Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: .seconds(60))
                    _ = try? fleet.mirror(of: record.cluster)
                }
            }
        }
        defer { following?.cancel() }
        try await ServingService.run(server)
    }

    /// All clusters of a fleet, each by a copy that is made when it is first asked for.
    private func serve(_ fleet: Fleet) async throws {
        var settings = record.siteSettings(language)
        settings.isOfFleet = true
        let source = FleetSite.Source(
            status: { try fleet.answer(FleetRequest(.status)) }, copy: { try fleet.mirror(of: $0) })
        guard let server = try await bind(FleetSite(source, settings: settings)) else { return }
        try await ServingService.run(server)
    }

    /// Begins to listen, and says where.
    private func bind(_ site: any WebSite) async throws -> WebServer? {
        guard let listen else { return nil }
        LeanHeap.use()
        DescriptorLimit.raise()
        let log = Logger(label: "isinventory") { _ in NoticeLog() }
        let server = try await WebServer.bind(listen, site, access: access.choice.access(), log: log)
        let host =
            listen.port == 0 ? "\(ListenAddress("\(listen.description.dropLast(1))\(server.port)") ?? listen)" : "\(listen)"
        StandardError.write("serving \(terminalSafe(record.path)) at http://\(host)/ — end with Ctrl-C\n")
        return server
    }

    /// Writes the pages of a record, or of one cluster of it, into a folder.
    private func write(_ site: RecordSite, of cluster: String?, to folder: String) async throws -> Int {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try await site.export(at: at, cluster: cluster, language: language ?? RecordOptions.localeLanguage) {
            try OutputFile(path: "\(folder)/\($0)").write($1)
        }
    }

    /// Writes an index of a fleet's clusters, and the pages of one after another into folders of their own.
    private func write(_ clusters: [String], of fleet: Fleet, to folder: String) async throws {
        var settings = record.siteSettings(language)
        settings.isOfFleet = true
        let folders = FleetFolder(of: clusters)
        let status = try fleet.answer(FleetRequest(.status, at: at))
        let copies = try ClusterCopies(of: clusters, in: fleet)
        var count = 0
        while let copy = try copies.next() {
            count += try await write(
                RecordSite(path: copy.path, settings: settings), of: copy.cluster,
                to: "\(folder)/\(folders.name(of: copy.cluster))")
        }
        // Written once all that it leads to is there.
        count += try folders.writeIndex(
            status, at: at, settings: settings, language: language ?? RecordOptions.localeLanguage
        ) {
            try OutputFile(path: "\(folder)/\($0)").write($1)
        }
        told(count, in: folder)
    }

    private func told(_ count: Int, in folder: String) {
        StandardError.write(terminalSafe("\(count) files in \(folder); open \(folder)/index.html") + "\n")
    }
}

extension RecordOptions {
    /// The language of the locale.
    static var localeLanguage: Language {
        Language(locale: ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(RecordOptions.environment).first)
    }

    /// What a site over this record says of itself.
    func siteSettings(_ language: Language?) -> SiteSettings {
        SiteSettings(
            version: Program.version, build: BuildMark.ofProgram(), database: fleet?.name ?? database,
            language: language ?? Self.localeLanguage)
    }
}

@Sendable func servedAddress(from text: String) throws -> ListenAddress? {
    guard let address = ListenAddress(text) else {
        throw ValidationError(
            "'\(terminalSafe(text))' is no address to listen at. Write HOST:PORT, such as 127.0.0.1:8180 or [::1]:8180.")
    }
    return address
}
