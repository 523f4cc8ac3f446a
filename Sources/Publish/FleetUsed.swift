public import Questions
internal import Record

extension FleetReader {
    /// Who ever ran an image in any cluster.
    ///
    /// What a workload ever ran is asked of one cluster.
    public func used(_ text: String, _ filter: Filter, ran: Bool = false) throws -> Answer {
        guard let answer = try usedInFleet(text, filter, ran: ran) else {
            throw FleetError.needsCluster(server: path, clusters: try clusters().map(\.cluster))
        }
        return answer
    }
}
