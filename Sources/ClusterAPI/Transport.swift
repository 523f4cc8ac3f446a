// The connection to a cluster: kubeconfig, credentials, transport, paged lists.
