from engross_weasyprint.formatting_structure.boxes import Box

class AbsolutePlaceholder:  # pretends to be its box
    _box: Box
    def __init__(self, box: Box) -> None: ...
