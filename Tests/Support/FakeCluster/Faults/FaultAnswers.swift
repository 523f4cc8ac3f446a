extension Fault.Effect {
    /// The answer as this fault makes it.
    ///
    /// - Parameters:
    ///   - user: Who asks, as messages name it.
    ///   - usual: What would be answered if nothing went wrong.
    func answer(_ call: Call, user: String, page: ListPage?, usual: () -> Answer) -> Answer {
        switch self {
        case .unauthorized: return .unauthorized
        case .forbidden: return call.access.map { .forbidden($0, user: user) } ?? .forbiddenPath(call.path, user: user)
        case .absent: return .absent
        case .gone(let resumable): return .expired(resumable ? page?.resuming : nil)
        case .tooManyRequests(let seconds): return .tooManyRequests(retryAfter: seconds)
        case .unavailable(let seconds): return .unreachable(retryAfter: seconds)
        case .internalError: return .failure(500, "InternalError", "Internal error occurred: etcdserver: request timed out")
        case .resetAtOnce:
            var answer = Answer("")
            answer.manner = .resetAfter(bytes: -1)
            return answer
        case .hanging:
            var answer = Answer("")
            answer.manner = .never
            return answer
        case .hugePage(let bytes): return HugeAnswer.page(of: call, bytes: bytes)
        case .hugeObject(let bytes): return HugeAnswer.object(of: call, bytes: bytes)
        case .redirect(let address): return .redirect(to: address)
        case .html: return .loginPage
        case .otherJSON: return Answer(#"{"message":"this is no list","ok":true}"# + "\n")
        case .emptyBody: return Answer("")
        default: return changed(usual())
        }
    }

    /// Faults that befall an answer on its way.
    private func changed(_ usual: Answer) -> Answer {
        var answer = usual
        switch self {
        case .resetInBody(let bytes): answer.manner = .resetAfter(bytes: bytes)
        case .bodyCutShort(let bytes): answer.manner = .closedAfter(bytes: bytes)
        case .piecesCutShort(let size, let bytes, let resets): answer.manner = .pieces(bytes: size, until: bytes, resets: resets)
        case .gzipCutShort(let bytes):
            answer = answer.gzipped()
            answer.body = answer.body.prefix { min($0, bytes) }
        case .slowBody(let bytes): answer.manner = .slowly(bytesPerSecond: bytes)
        case .delayed(let seconds): answer.delay = seconds
        case .brokenJSON: answer.body = answer.body.prefix { $0 * 2 / 3 }
        case .truncatedGzip:
            answer = answer.gzipped()
            answer.body = answer.body.prefix { $0 / 2 }
        case .brokenGzip:
            answer.headers.append(("content-encoding", "gzip"))
            answer.mayCompress = false
        default: break
        }
        return answer
    }
}

extension Answer.Body {
    /// The beginning of it.
    fileprivate func prefix(_ length: (Int) -> Int) -> Answer.Body {
        guard case .whole(let bytes) = self else { return self }
        return .whole(Array(bytes.prefix(length(bytes.count))))
    }
}
