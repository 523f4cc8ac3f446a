#!/bin/sh
# Tags that nothing in the record needs any more. Look it over before you run it: `oc tag -d` forgets a tag's history.
set -e

# prod shop/ruby:3.1 sha256:0505050505050505050505050505050505050505050505050505050505050505
# last needed by BuildConfig/ruby in shop until 2026-11-09T06:00:00Z, 41943040 bytes of its own
oc -n shop tag -d ruby:3.1

# prod shop/web:1.0 sha256:0101010101010101010101010101010101010101010101010101010101010101
# last needed by a ReplicaSet of Deployment/web in shop until 2026-11-07T06:00:00Z, 41943040 bytes of its own
oc -n shop tag -d web:1.0

# prod shop-test/ruby:3.3 sha256:0808080808080808080808080808080808080808080808080808080808080808
# never needed as long as was looked
oc -n shop-test tag -d ruby:3.3

# prod shop-test/web:nightly sha256:0606060606060606060606060606060606060606060606060606060606060606
# last needed by Pods of Deployment/web in shop-test until 2026-11-03T06:00:00Z, 104857600 bytes of its own
oc -n shop-test tag -d web:nightly

# prod shop-test/web:try sha256:0707070707070707070707070707070707070707070707070707070707070707
# never needed as long as was looked, 1610612736 bytes of its own
oc -n shop-test tag -d web:try
