"""Sample articles in the shape of agency news, written for this project.

Every person, place, body and figure in them is invented.

- `harbour_bridge.txt`: plain paragraphs about the closure of a bridge; numbers,
  attributed statements and relative dates. Published on 14 March 2024.
- `vaccine_recall.txt`: plain paragraphs about a recalled veterinary vaccine; denials,
  hedges and pronouns. Published on 6 September 2023.
- `ferry_inquiry.txt`: a page as it is pasted, with menus, "Read more" lines, a caption, a
  picture credit, an agency signature and a newsletter line. Published on 21 November 2024.
"""
