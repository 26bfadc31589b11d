"""Steps 2 (preprocess), 4 (postprocess) and 5 (output); step 3 (infer) is the caller's.

The page awaits its inference in a worker and the command line calls it, so the steps are two plain
functions with the network's run in between:

>>> import io
>>> import numpy as np
>>> from PIL import Image
>>> picture = Image.new("RGB", (200, 100), "#204060")
>>> picture.paste("#e0c080", (60, 20, 140, 80))
>>> file = io.BytesIO()
>>> picture.save(file, "PNG")
>>> prepared = prepare(file.getvalue(), "square.png")
>>> prepared.tensor.shape, prepared.tensor.dtype
((1, 3, 1024, 1024), dtype('float32'))
>>> mask = np.zeros((1, 1, 1024, 1024), np.float32)  # in the place of a network's
>>> mask[0, 0, 205:819, 307:717] = 1
>>> result = Image.open(io.BytesIO(finish(prepared, mask, OutputOptions())))
>>> result.mode, result.size, result.getpixel((100, 50)), result.getpixel((0, 0))
('RGBA', (200, 100), (224, 192, 128, 255), (0, 0, 0, 0))

The step in between them gives the image before it is written, and what it shows:

>>> cut = cut_out(prepared, mask, OutputOptions(crop=True, margin=0, threshold=0.5))
>>> cut.image.size, cut.box, cut.found
((80, 60), (60, 20, 140, 80), True)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from offcut.composite import natural_shadow
from offcut.composite.compose import compose
from offcut.composite.crop import subject_box
from offcut.imageio import decode, jpeg_planes
from offcut.imageio.containers.animation import notes_for
from offcut.imageio.encode import DENSITY, encode
from offcut.imageio.picture import Picture
from offcut.imageio.png import write_png
from offcut.matting.kept_matte import KeptMatte
from offcut.network import augmentation, preprocess
from offcut.network.mask_io import from_uint8, to_uint8
from offcut.network.own_subject import with_own_alpha
from offcut.notes import Note
from offcut.numeric.planes import Aspect, Box
from offcut.options import NATURAL, OutputOptions
from offcut.selection.cleanup import clean
from offcut.selection.subjects import Subject, Subjects, subjects_in
from offcut.touchup.stroke import Stroke

_REDUCING_GAP: Final = 1.5  # Pillow's: halve in whole steps first, for speed
_STORED: Final = 0
"""Level of deflate: what is only looked at needn't be small."""


@dataclass(slots=True)
class Prepared:
    """A picture on its way through the network.

    Attributes:
        tensor: float32 [1, 3, 1024, 1024], see ``preprocess.to_tensor``.
        name: what to call it in an error.
        size: the picture's width and height, upright, pixels.
        second: float32 [1, 3, height, width]: the mirror image with its aspect ratio kept, for a
            second look, whose mask ``augmentation.merged`` joins to the first one's; None for none.
    """

    tensor: NDArray[np.float32]
    name: str
    size: preprocess.Size
    _picture: Picture | Callable[[], Picture] = field(repr=False)
    _decode_reduced: Callable[[int], Picture] | None = field(default=None, repr=False)
    second: NDArray[np.float32] | None = field(default=None, repr=False, kw_only=True)

    @property
    def aspect(self) -> Aspect:
        """Height and width, divided by the longer of them."""
        width, height = self.size
        return height / max(self.size), width / max(self.size)

    def picture(self) -> Picture:
        """Decode the picture at full size, once. Best called while the network runs.

        Raises:
            UnreadableImageError: if the pixels can't be read.
        """
        if not isinstance(self._picture, Picture):
            self._picture = self._picture()
        return self._picture

    def hand(self, picture: Picture) -> None:
        """Give the picture back, at full size, where it was let go of."""
        self._picture = picture

    def reduced(self, side: int) -> Prepared:
        """The same picture at less than its full size, for a preview.

        One that was not decoded yet is decoded no larger than it needs to be.

        Args:
            side: pixels of its longer side at most.

        Raises:
            UnreadableImageError: if the pixels can't be read.
        """
        share = side / max(self.size)
        if share >= 1:
            return self
        width, height = (max(1, round(length * share)) for length in self.size)
        if self._decode_reduced is None or isinstance(self._picture, Picture):
            picture = self.picture()
        else:
            picture = self._decode_reduced(side)

        def scaled(image: Image.Image) -> Image.Image:
            size = width, height
            return image.resize(size, Image.Resampling.BILINEAR, reducing_gap=_REDUCING_GAP)

        alpha = None if picture.alpha is None else scaled(picture.alpha)
        small = replace(picture, image=scaled(picture.image), alpha=alpha, full_size=self.size)
        return Prepared(self.tensor, self.name, (width, height), small)


class CutOut(NamedTuple):
    """A picture that was cut out.

    Attributes:
        image: mode RGBA, RGB on an opaque background, or L for the mask.
        box: what it shows, in pixels of the picture; may reach beyond it.
        found: False if the picture has no subject: the image is empty then.
        notes: what to say of the picture beside the result.
        subjects: all that the mask has, the largest first, chosen or not; boxes are in pixels of
            the picture.
        labels: int32 [256, 256], which of them each part of the picture is of, from 1; 0 for none.
    """

    image: Image.Image
    box: Box
    found: bool
    notes: tuple[Note, ...]
    subjects: tuple[Subject, ...]
    labels: NDArray[np.int32]


def prepare(
    data: bytes, name: str, *, effort: str = "fast", twice: bool = False, page: int | None = None
) -> Prepared:
    """Step 2: decode as much of a picture as the network needs, and make its tensor.

    Args:
        data: the file's bytes.
        name: what to call it in an error.
        effort: ``best`` makes the tensor of a second look too; see ``OutputOptions``.
        twice: where the tensor needs all of the picture, let go of it all the same, and decode it
            again when it is asked for: so it takes no memory while the network runs.
        page: of a TIFF with several, from 1; None for the largest that is no copy of another.

    Raises:
        UnreadableImageError: if it is no picture, or damaged.
        PictureTooLargeError: if it has too many pixels.
        InvalidOptionError: if there is no such page.
    """
    opened = decode.open_file(data, name, page)
    with decode.named_failures(opened.data, name):
        planes = jpeg_planes.stored_planes(opened.data)
        if planes is not None:
            orientation = decode.orientation(opened.image)

            def shrink(size: preprocess.Size) -> Image.Image:
                return decode.turn_upright(preprocess.shrink_planes(planes, size), orientation)

            lying = planes[0].size
            first, second = _tensors(shrink, lying, effort)
            return Prepared(
                first,
                name,
                decode.upright_size(lying, orientation),
                partial(decode.decode, data, name),
                partial(decode.decode_reduced, data, name),
                second=second,
            )
    return _prepare(partial(decode.decode, data, name, page), name, effort, twice=twice)


def prepare_pixels(
    pixels: NDArray[np.uint8], name: str, *, effort: str = "fast", twice: bool = False
) -> Prepared:
    """Step 2 for a picture that is decoded already.

    Args:
        pixels: uint8 [height, width, 4], RGBA, straight alpha.
        name: what to call it in an error.
        effort: as ``prepare`` takes it.
        twice: as ``prepare`` takes it.

    Raises:
        UnreadableImageError: if it has no pixels.
        PictureTooLargeError: if it has too many pixels.
    """
    return _prepare(partial(decode.from_pixels, pixels, name), name, effort, twice=twice)


def prepare_picture(
    picture: Picture, name: str, *, effort: str = "fast", twice: bool = False
) -> Prepared:
    """Step 2 for a picture that is decoded already, by whatever.

    Args:
        picture: upright, full size.
        name: what to call it in an error.
        effort: as ``prepare`` takes it.
        twice: let go of the picture; ``Prepared.hand`` has to give it back.
    """
    first, second = _tensors(
        partial(preprocess.shrink_picture, picture), picture.image.size, effort
    )
    kept = _gone if twice else picture
    return Prepared(first, name, picture.image.size, kept, second=second)


def prepare_image(image: Image.Image, name: str, *, effort: str = "fast") -> Prepared:
    """Step 2 for a picture that Pillow has opened.

    Args:
        image: of any mode; turned upright by its EXIF orientation.
        name: what to call it in an error.
        effort: as ``prepare`` takes it.

    Raises:
        UnreadableImageError: if its pixels can't be read.
        PictureTooLargeError: if it has too many pixels.
    """
    return _prepare(partial(decode.from_image, image, name), name, effort)


def finish(
    prepared: Prepared,
    mask: NDArray[np.float32],
    options: OutputOptions,
    strokes: Sequence[Stroke] = (),
) -> bytes:
    """Steps 4 and 5: the network's mask to the file that was asked for.

    Args:
        prepared: what ``prepare`` returned.
        mask: float32 [1, 1, 1024, 1024], 0 to 1.
        options: what to write.
        strokes: what was touched up, in this order.

    Raises:
        InferenceError: if the mask has values that are no numbers.
        UnreadableImageError: if the full-size picture can't be read.
        PictureTooLargeError: if the format can't hold a picture of this size.
    """
    return write(prepared, cut_out(prepared, mask, options, strokes).image, options)


def cut_out(  # noqa: PLR0913 - all but picture and mask may be left out
    prepared: Prepared,
    mask: NDArray[np.float32],
    options: OutputOptions,
    strokes: Sequence[Stroke] = (),
    kept: KeptMatte | None = None,
    *,
    chosen: Sequence[int] | None = None,
) -> CutOut:
    """Step 4 alone: the mask to full size, applied to the picture; see ``finish``.

    Args:
        prepared: what ``prepare`` returned.
        mask: float32 [1, 1, 1024, 1024], 0 to 1.
        options: what to make of it.
        strokes: what was touched up, in this order.
        kept: this picture's last matte, where it is cut out again and again; it is made to be the
            one of this call.
        chosen: numbers of the subjects that stay, from 1 in the order of ``CutOut.subjects``; None
            for all.

    Raises:
        InvalidOptionError: if there is no subject of such a number.
    """
    picture = prepared.picture()
    kept = kept or KeptMatte(once=True)
    subjects, levels = _subjects(prepared, mask, options, chosen)
    matte = kept.make(picture, prepared.tensor, levels, options, strokes)
    ours = kept.once and matte.foreground is not picture.image
    notes, shade = notes_for(picture.notes, options), None
    if options.shadow == NATURAL and options.type == "foreground" and matte.found:
        shade = natural_shadow.find(prepared.tensor, matte.alpha)
        notes = notes if shade else (*notes, natural_shadow.NOT_TOLD)
    image, box = compose(picture, matte.foreground, matte.alpha, options, consume=ours, shade=shade)
    image.info[DENSITY] = _density(picture, image, box)
    across, down = picture.image.size
    told = tuple(each.scaled(across, down) for each in subjects.list)
    return CutOut(image, box, matte.found, notes, told, subjects.labels)


def subject_of(
    prepared: Prepared,
    mask: NDArray[np.float32],
    options: OutputOptions,
    strokes: Sequence[Stroke] = (),
) -> Box | None:
    """The box of a picture's subject; None if it has none. See ``cut_out``."""
    picture = prepared.picture()
    levels = with_own_alpha(to_uint8(mask), picture.own)
    kept = KeptMatte(once=True)
    matte = kept.make(picture, prepared.tensor, levels, options, strokes)
    return subject_box(matte.alpha, options.threshold) if matte.found else None


def _subjects(
    prepared: Prepared,
    mask: NDArray[np.float32],
    options: OutputOptions,
    chosen: Sequence[int] | None,
) -> tuple[Subjects, NDArray[np.uint8]]:
    """All subjects of a picture, and the mask with those that were chosen."""
    levels = with_own_alpha(to_uint8(mask), prepared.picture().own)
    values = from_uint8(levels)
    subjects = subjects_in(clean(values).mask if options.clean else values)
    return subjects, levels if chosen is None else subjects.chosen(levels, chosen)


def _density(picture: Picture, image: Image.Image, box: Box) -> tuple[float, float] | None:
    """Pixels an inch of a result that is printed as large as the picture was."""
    if picture.density is None:
        return None
    scale = max(image.size) / max(box[2] - box[0], box[3] - box[1])
    across, down = picture.density
    return across * scale, down * scale


def write(prepared: Prepared, image: Image.Image, options: OutputOptions) -> bytes:
    """Step 5 alone: the image that ``cut_out`` returned to the bytes of a file; see ``finish``."""
    return encode(image, options, prepared.picture().icc_profile)


def preview(prepared: Prepared, image: Image.Image) -> bytes:
    """The image that ``cut_out`` returned as a large PNG that is quick to write and to read."""
    return write_png(image, prepared.picture().icc_profile if image.mode != "L" else None, _STORED)


def original(prepared: Prepared) -> bytes:
    """The picture as it came, upright, as such a PNG."""
    return picture_file(prepared.picture())


def picture_file(picture: Picture) -> bytes:
    """A decoded picture as such a PNG."""
    image = picture.image
    if picture.alpha is not None:
        image = image.copy()
        image.putalpha(picture.alpha)
    return write_png(image, picture.icc_profile, _STORED)


def _gone() -> Picture:
    raise RuntimeError("the picture was let go of, and not given back")


def _prepare(
    decoded: Callable[[], Picture], name: str, effort: str, *, twice: bool = False
) -> Prepared:
    picture = decoded()
    shrink = partial(preprocess.shrink_picture, picture)
    first, second = _tensors(shrink, picture.image.size, effort)
    size = picture.image.size
    return Prepared(first, name, size, decoded if twice else picture, second=second)


def _tensors(
    shrink: Callable[[preprocess.Size], Image.Image], size: preprocess.Size, effort: str
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """What the network looks at first, and what it looks at then.

    Args:
        shrink: gives the picture, upright, at a size that it is asked for as the picture lies.
        size: the picture's, as it lies.
        effort: ``fast`` or ``best``.
    """
    first = preprocess.to_tensor(shrink(preprocess.SQUARE))
    if effort != "best":
        return first, None
    small = shrink(augmentation.second_size(size))
    return first, augmentation.mirrored(preprocess.to_tensor(small))
