"""Photos travel beside replication: resumable uploads, kept by content, read by their record's rights."""
