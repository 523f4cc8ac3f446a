print("nothing to serve yet")
