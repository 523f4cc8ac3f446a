/// Every sentence and label of a report, by name. ``Catalogue`` has their wording.
enum Phrase: String, CaseIterable {
    // Head
    case title, week, period, oneCluster, severalClusters, onlyNamespaces, ongoing
    case leadLong, leadNoLong, leadMore, leadFewer, leadSame, leadWhole, leadHoles, leadStale, leadUnresolved
    case leadFailing
    // Figures
    case figure, now, before, change, unknownBefore, partlyKnownBefore
    case workloads, containers, longReferences, stale, unresolved, failingImports, digestChanges, imageChanges, appeared
    case disappeared, share, shareBefore, snapshots, snapshotsOf
    // Long references
    case longTitle, longLead, longNew, longStanding, longEnded, longNone, longByNamespace, longTwelveWeeks, ended
    case remedy, gone, formInternal, formExternal, weeksCount, lessThanAWeek
    // Tags and images
    case tagTitle, tagNone, tagPerDay, tagPerWeek, upToDate, notFollowed, atNextPull, notTied, followedSeen, runsIt
    case stillOnOld, floatingUser, otherUser, noUser, newTag, removedTag
    case imageTitle, imageNone, addedContainer, removedContainer, setBy, setByAt
    case staleTitle, staleNone, behindSince, movesBehind, tagPointsTo, staleLongest, staleFollowed, inPods
    // What Pods run
    case floating, floatingKnown, shareKnown, runningTitle, runningNone, runningKnown, runningUnseen, differsFrom, shouldRun,
        seenSince
    case unknownDigest, againstSpec, againstTag, againstPods
    // Streams
    case streamTitle, streamNone, failingTitle, unscheduledTitle, unusedTitle, unresolvedTitle, unreadableTriggerTitle
    case pausedTriggerTitle
    // Objects and record
    case objectTitle, objectNone, objectAppeared, objectDisappeared, objectRecreated
    case recordTitle, recordWhole, recordFirst, recordNotYet, recordGap, recordSilent, recordTrouble, recordMassDeletion
    case recordUnasked, recordPassedOver
    case recordSeal, recordProof, recordUnsealed, recordCoverage, forbidden, failed, recordCounts, recordTooFew
    case gapCount, troubleCount
    // Leaving a registry
    case leavingTitle, leavingAsOf, leavingBy, leavingLead, leavingPlaces, leavingNone, leavingPace, leavingNoPace, leavingRises
    case leavingNeeded, leavingPassed, leavingBurnDown, leavingByNamespace, leavingLeft, leavingNew, leavingNoNew, leavingImports
    case leavingNoImports, leavingCommands, leavingChart, leavingFourWeeks, leavingReferences, leavingNamespaces
    // Columns
    case namespace, cluster, workload, container, image, since, lastImport, unchangedSince, colon, tag, time, fromTo, between,
        users, message, object, what
    case behind, kind, commands, count, reference, day, state, seen
    // Lists and charts
    case allClusters, clustersCount, partsLeftOut, backToAll
    case contents, everything, more, moreUsers, chartWeeks, chartDays, chartDaysByWeek, chartTimeline, thisPeriod
    case periodBefore, noData, legendFollowed, legendMoved, legendLook, legendGap, initContainer, madeBy
    case timelineMore
}
