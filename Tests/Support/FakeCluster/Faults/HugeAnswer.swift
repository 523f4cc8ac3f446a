/// Pages no server should send, made while they are sent.
enum HugeAnswer {
    /// A list of different Deployments, or of image streams, as long as asked.
    static func page(of call: Call, bytes wanted: Int) -> Answer {
        guard case .objects(_, _, let plural, _, _) = call.target, let resource = Resource.named(plural) else { return .absent }
        let cluster = GeneratedContents(deployments: .max / 1_000_000, streams: .max / 1_000_000)
        var sent = 0
        var next = 0
        var isDone = false
        return Answer(
            body: .produced {
                if isDone { return nil }
                var piece: [UInt8] = []
                piece += (next == 0 ? ListPage.opening(resource, metadata: #""resourceVersion":"1""#) : ",").utf8
                cluster.write(resource, namespace: nil, next..<next + 20, to: &piece)
                next += 20
                sent += piece.count
                isDone = sent >= wanted
                if isDone { piece += "]}\n".utf8 }
                return piece
            })
    }

    /// A list of one object, whose annotation is as long as asked.
    static func object(of call: Call, bytes wanted: Int) -> Answer {
        guard case .objects(_, _, let plural, _, _) = call.target, let resource = Resource.named(plural) else { return .absent }
        let opening =
            ListPage.opening(resource, metadata: #""resourceVersion":"1""#)
            + #"{"metadata":{"name":"huge","namespace":"team-0000","uid":"0","annotations":{"note":""#
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
        var sent = -1
        return Answer(
            body: .produced {
                if sent < 0 {
                    sent = 0
                    return Array(opening.utf8)
                }
                guard sent <= wanted else { return nil }
                sent += line.count
                return sent > wanted ? Array(#""}},"spec":{}}]}"#.utf8) : line
            })
    }
}
