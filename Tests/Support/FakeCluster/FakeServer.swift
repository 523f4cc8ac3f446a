// An API server of the tests own.
