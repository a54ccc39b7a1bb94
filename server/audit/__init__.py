"""Who was let in and who looked: noted in the journal, for those who audit."""
