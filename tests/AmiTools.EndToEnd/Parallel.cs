// These tests wait for other programs most of the time, so more of them run at once than there are processors.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
