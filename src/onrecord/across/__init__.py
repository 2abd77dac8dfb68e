"""What goes across reports: who is who, the same story, near-duplicates, the same claim, denials, contradictions, updates.

What comes in: one report with its findings at a time, as a small view (plain JSON, so that the record keeps it), and the views of the
reports that share a key with it. What goes out: links with a reason in words. The functions here know no database; the store
(`onrecord.store.corpus`) keeps views and keys and asks for links, so that a new report is compared with its neighbours only.
"""
