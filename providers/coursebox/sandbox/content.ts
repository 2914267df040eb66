/** What is inside a course: sections with a lesson, a video and a quiz each, and an assignment at the end. Made by rule from the course. */
import { iso, type Activity, type Course, type Section } from './state.ts';

export interface Outline {
  readonly sections: number;
  readonly quiz: boolean;
  readonly prompt: string | null;
  readonly sources: readonly string[];
  /** Who has looked at what the AI wrote; nobody yet. */
  readonly reviewedBy: string | undefined;
  /** When it was made, milliseconds. */
  readonly at: number;
}

const day = 86_400_000;

type Kind = Pick<Activity, 'type' | 'title'> & Partial<Activity>;

function kindsOf(course: Course, section: number, { sections, quiz }: Outline): readonly Kind[] {
  const lesson: Kind = {
    type: 'lesson',
    title: `Lesson ${section}`,
    html: `<p>${course.title}: lesson ${section}.</p>`,
  };
  const video: Kind = {
    type: 'video',
    title: 'Watch: « Gefahren & 危险 »',
    mediaUrl: `https://media.coursebox.ai/${course.id}.mp4`,
  };
  const questions = [1, 2].map((number) => ({
    id: `q_${section}_${number}`,
    type: 'single_choice',
    text: `Question ${number}`,
    options: ['Yes', 'No'],
    correct: [0],
  }));
  const test: Kind = { type: 'quiz', title: 'Hazards quiz', maxScore: 10, questions };
  const task: Kind = {
    type: 'assignment',
    title: 'Workplace task',
    maxScore: 12.5,
    rubric: [
      { criterion: 'Complete', points: 7.5 },
      { criterion: 'Clear', points: 5 },
    ],
  };
  return [lesson, ...(section === 1 ? [video] : []), ...(quiz ? [test] : []), ...(section === sections ? [task] : [])];
}

export function contentOf(course: Course, outline: Outline): { sections: Section[]; activities: Activity[] } {
  const { prompt, sources, reviewedBy, at } = outline;
  const suffix = course.id.slice(course.id.indexOf('_') + 1);
  const sections: Section[] = [];
  const activities: Activity[] = [];
  for (let number = 1; number <= outline.sections; number += 1) {
    const id = `s_${suffix}_${number}`;
    const inside = kindsOf(course, number, outline).map((kind, index): Activity => {
      const reviewedAt = reviewedBy === undefined ? null : iso(at + day);
      const generation = {
        model: 'coursebox-writer',
        prompt,
        sourceIds: [...sources],
        generatedAt: iso(at),
        reviewedBy: reviewedBy ?? null,
        reviewedAt,
      };
      return {
        id: `act_${suffix}_${number}_${index + 1}`,
        courseId: course.id,
        sectionId: id,
        order: index + 1,
        html: null,
        mediaUrl: null,
        questions: null,
        rubric: null,
        maxScore: null,
        aiGenerated: course.aiGenerated,
        generation: course.aiGenerated ? generation : null,
        status: course.status === 'published' ? 'published' : reviewedAt === null ? 'draft' : 'reviewed',
        createdAt: iso(at),
        updatedAt: reviewedAt ?? iso(at),
        ...kind,
      };
    });
    activities.push(...inside);
    const entries = inside.map((one) => ({ id: one.id, type: one.type, title: one.title }));
    sections.push({
      id,
      courseId: course.id,
      title: `Part ${number}`,
      order: number,
      activities: entries,
      updatedAt: iso(at),
    });
  }
  return { sections, activities };
}
