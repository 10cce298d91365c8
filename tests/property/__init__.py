"""Properties: rules that hold for everything the grammars can make, tried by hypothesis."""
