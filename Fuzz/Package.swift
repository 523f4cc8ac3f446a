// swift-tools-version: 6.2
import PackageDescription

// libFuzzer targets, apart so that the product's build knows nothing of them: `scripts/fuzz` builds and runs them.
//
// The rooms are the product's own sources, linked in and built with coverage; what they do not need (the store, TLS) is left out,
// so this builds in a minute or two. An entry is a function from bytes to a judgement, which the product's tests replay too.

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility")]

let targets = ["Reference", "JSON", "YAML", "Time", "SQL"]

let package = Package(
    name: "Fuzz",
    dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
    targets: [
        .systemLibrary(name: "CSQLite", path: "Rooms/CSQLite", pkgConfig: "sqlite3"),
        .target(name: "CArchive", path: "Rooms/CArchive"),
        .target(
            name: "CSimdjson", path: "Rooms/CSimdjson",
            linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
        .target(name: "CPageSums", dependencies: ["CSQLite"], path: "Rooms/CPageSums"),
        .target(name: "Texts", path: "Rooms/Texts", swiftSettings: settings),
        .target(name: "SQLite", dependencies: ["CPageSums", "CSQLite", "Texts"], path: "Rooms/SQLite", swiftSettings: settings),
        .target(name: "Model", dependencies: ["Texts"], path: "Rooms/Model", swiftSettings: settings),
        .target(name: "Record", dependencies: ["Model", "Texts"], path: "Rooms/Record", swiftSettings: settings),
        .target(
            name: "Collector",
            dependencies: ["Model", "Record", "CArchive", "CSimdjson", "Texts", .product(name: "Yams", package: "Yams")],
            path: "Rooms/Collector", sources: ["Archives", "Documents", "Faults", "Gathering", "Kubernetes", "Sources"],
            swiftSettings: settings),
        .target(name: "Entries", dependencies: ["Collector", "Model", "SQLite"], swiftSettings: settings),
    ]
        + targets.map {
            .executableTarget(
                name: "Fuzz\($0)", dependencies: ["Entries"],
                swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
        }
)
