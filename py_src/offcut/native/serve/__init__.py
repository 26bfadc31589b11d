"""``offcut serve``: the pipeline behind HTTP, on Starlette and uvicorn (the extra ``serve``)."""
